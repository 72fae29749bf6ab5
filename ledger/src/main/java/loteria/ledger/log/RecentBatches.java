package loteria.ledger.log;

import org.jspecify.annotations.Nullable;

/**
 * The batches that were stored last, thousands of them: what is asked for again is most often one
 * of these. Each has one place that it can be in, and the newer one of two stays there. Used by the
 * ledger's thread alone.
 */
final class RecentBatches {
  private static final int PLACES = 1 << 14;

  private final LogRecord.@Nullable BatchStored[] batches = new LogRecord.BatchStored[PLACES];

  void add(LogRecord.BatchStored batch) {
    batches[placeOf(batch.agency(), batch.batch())] = batch;
  }

  LogRecord.@Nullable BatchStored find(int agency, long id) {
    LogRecord.BatchStored batch = batches[placeOf(agency, id)];
    return batch != null && batch.agency() == agency && batch.batch() == id ? batch : null;
  }

  /** Those of one agency lie in a row, those of different ones far from each other. */
  private static int placeOf(int agency, long id) {
    return (int) (id + agency * 0x9e37_79b9L) & (PLACES - 1);
  }
}
