package loteria.ledger.state;

import loteria.ipc.row.RowDigest;
import org.jspecify.annotations.Nullable;

/**
 * The batches that were stored last, thousands of them: what is asked for again is most often one
 * of these. Each has one place that it can be in, and the newer one of two stays there. Used by the
 * ledger's thread alone.
 */
final class RecentBatches {
  private static final int PARTS = 16;
  private static final int PLACES_OF_PART = 1 << 10;

  /** Of a batch: agency and rows, id, length, digest, epoch. */
  private static final int FIELDS = 5;

  /** By part; null where none of its places has been taken. */
  private final long[] @Nullable [] parts = new long[PARTS][];

  void add(LogRecord.BatchStored batch) {
    int place = placeOf(batch.agency(), batch.batch());
    long[] part = parts[place / PLACES_OF_PART];
    if (part == null) {
      part = new long[PLACES_OF_PART * FIELDS];
      parts[place / PLACES_OF_PART] = part;
    }
    int at = place % PLACES_OF_PART * FIELDS;
    part[at] = ((long) batch.agency() << 32) | batch.rows();
    part[at + 1] = batch.batch();
    part[at + 2] = batch.length();
    part[at + 3] = batch.digest().value();
    part[at + 4] = batch.epoch();
  }

  LogRecord.@Nullable BatchStored find(int agency, long id) {
    int place = placeOf(agency, id);
    long[] part = parts[place / PLACES_OF_PART];
    int at = place % PLACES_OF_PART * FIELDS;
    if (part == null || (int) (part[at] >>> 32) != agency || part[at + 1] != id) {
      return null;
    }
    return new LogRecord.BatchStored(
        agency,
        id,
        (int) part[at],
        (int) part[at + 2],
        RowDigest.ofValue(part[at + 3]),
        part[at + 4]);
  }

  /** Those of one agency lie in a row, those of different ones far from each other. */
  private static int placeOf(int agency, long id) {
    return (int) (id + agency * 0x9e37_79b9L) & (PARTS * PLACES_OF_PART - 1);
  }
}
