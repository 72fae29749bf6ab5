package loteria.ledger.commit;

import java.util.concurrent.CompletableFuture;

/** What somebody waits for, and since when: an order is queued as soon as it is made. */
final class PendingAnswer<T> extends CompletableFuture<T> {
  private final long sinceNanos = System.nanoTime();

  /** As {@link System#nanoTime}. */
  long sinceNanos() {
    return sinceNanos;
  }
}
