package loteria.ledger.commit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Orders that a turn leaves to the next: those that are still to be decided, and questions that
 * come too soon. Nothing but questions is appended once in an interval at most: agencies that ask
 * again and again shall not fill the log. Used by the ledger's thread.
 */
final class WaitingOrders {
  private final long intervalNanos;
  private final Executor later;
  private final Runnable due;
  private final AtomicBoolean isDueSoon = new AtomicBoolean();
  private List<Order> waiting = List.of();
  private long askedNanos;

  /**
   * @param interval between two messages for nothing but questions
   * @param due called on any thread when what waits is to be carried out
   */
  WaitingOrders(Duration interval, Runnable due) {
    this.intervalNanos = interval.toNanos();
    this.later = CompletableFuture.delayedExecutor(intervalNanos, TimeUnit.NANOSECONDS);
    this.due = due;
    this.askedNanos = System.nanoTime() - intervalNanos;
  }

  /** What waits, and behind it what came: all of it is to be carried out, or waits again. */
  List<Order> with(List<Order> came) {
    if (waiting.isEmpty()) {
      return came;
    }
    List<Order> all = new ArrayList<>(waiting);
    all.addAll(came);
    waiting = List.of();
    return all;
  }

  /** Whether any order waits. */
  boolean isAny() {
    return !waiting.isEmpty();
  }

  /** These are carried out in the next turn, which comes soon. */
  void leave(List<Order> orders) {
    if (!orders.isEmpty()) {
      waiting = with(orders);
      due.run();
    }
  }

  /** Whether a message may be appended for questions alone now; they wait if not. */
  boolean mayAsk(List<Order> questions) {
    long now = System.nanoTime();
    if (now - askedNanos >= intervalNanos) {
      askedNanos = now;
      return true;
    }
    waiting = List.copyOf(with(questions));
    if (isDueSoon.compareAndSet(false, true)) {
      later.execute(
          () -> {
            isDueSoon.set(false);
            due.run();
          });
    }
    return false;
  }
}
