package loteria.ledger.commit;

import java.util.concurrent.CompletableFuture;

/** The answer to an order, and when the order was queued, which is when it was made. */
final class PendingAnswer<T> extends CompletableFuture<T> {
  private final long sinceNanos = System.nanoTime();

  /** As {@link System#nanoTime}. */
  long sinceNanos() {
    return sinceNanos;
  }
}
