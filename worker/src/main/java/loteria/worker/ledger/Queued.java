package loteria.worker.ledger;

import java.util.concurrent.CompletableFuture;

/** What waits for the ledger's thread. */
sealed interface Queued {
  /** When it was queued, as {@link System#nanoTime}. */
  long sinceNanos();

  /** An order. */
  record Ordered(Order order, long sinceNanos) implements Queued {}

  /** A look at what all turns so far have left. */
  record Surveyed(CompletableFuture<Survey> survey, long sinceNanos) implements Queued {}

  /** Nothing comes after it. */
  record Last(long sinceNanos) implements Queued {}
}
