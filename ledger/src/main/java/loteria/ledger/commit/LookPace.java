package loteria.ledger.commit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How often a message is appended for nothing but the question how far an agency has come: agencies
 * that ask again and again shall not fill the log. A question that comes too soon waits, at most
 * for one interval; in a turn in which something else is appended it does not. Used by the ledger's
 * thread.
 */
final class LookPace {
  private final long intervalNanos;
  private final Executor later;
  private final Runnable due;
  private final List<Order> waiting = new ArrayList<>();
  private final AtomicBoolean isDueSoon = new AtomicBoolean();
  private long askedNanos;

  /**
   * @param due called on any thread when what waits is to be carried out
   */
  LookPace(Duration interval, Runnable due) {
    this.intervalNanos = interval.toNanos();
    this.later = CompletableFuture.delayedExecutor(intervalNanos, TimeUnit.NANOSECONDS);
    this.due = due;
    this.askedNanos = System.nanoTime() - intervalNanos;
  }

  /**
   * The orders of this turn: those that came, and those that waited, unless they must still.
   *
   * @param isDrawn whether there is nothing more to wait for
   */
  List<Order> turn(List<Order> came, boolean isDrawn) {
    boolean isNow = isDrawn || System.nanoTime() - askedNanos >= intervalNanos;
    if (isNow || came.stream().anyMatch(LookPace::mayAppend)) {
      List<Order> all = new ArrayList<>(waiting);
      all.addAll(came);
      waiting.clear();
      boolean isAsked = all.stream().anyMatch(Order.Look.class::isInstance);
      askedNanos = isAsked ? System.nanoTime() : askedNanos;
      return all;
    }
    List<Order> others = new ArrayList<>();
    came.forEach(order -> (order instanceof Order.Look ? waiting : others).add(order));
    if (!waiting.isEmpty() && isDueSoon.compareAndSet(false, true)) {
      later.execute(
          () -> {
            isDueSoon.set(false);
            due.run();
          });
    }
    return others;
  }

  /** What still waits, which is not carried out any more. */
  List<Order> takeWaiting() {
    List<Order> taken = List.copyOf(waiting);
    waiting.clear();
    return taken;
  }

  private static boolean mayAppend(Order order) {
    return order instanceof Order.OfSession || order instanceof Order.Update;
  }
}
