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
 * that ask again and again shall not fill the log. A question that comes too soon waits, for one
 * interval at most. Used by the ledger's thread.
 */
final class LookPace {
  private final long intervalNanos;
  private final Executor later;
  private final Runnable due;
  private final AtomicBoolean isDueSoon = new AtomicBoolean();
  private List<Order> waiting = List.of();
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

  /** Whether something may be appended for them now; they wait if not. */
  boolean mayAsk(List<Order> looks) {
    long now = System.nanoTime();
    if (now - askedNanos >= intervalNanos) {
      askedNanos = now;
      return true;
    }
    waiting = List.copyOf(looks);
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
