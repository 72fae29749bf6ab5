package loteria.bench.load;

import loteria.ipc.message.Limits;

/**
 * The size of batches.
 *
 * @param label the name in tables
 * @param rowsMax most bets in one
 * @param frameBytesMax largest frame, header and all
 */
public record BatchSize(String label, int rowsMax, int frameBytesMax) {
  /** As many bets as fit into a frame. */
  public static BatchSize frame(String label, int bytes) {
    return new BatchSize(label, Integer.MAX_VALUE, bytes);
  }

  /** A number of bets. */
  public static BatchSize rows(int rows) {
    return new BatchSize(rows == 1 ? "1 bet" : rows + " bets", rows, Limits.REQUEST_BYTES_MAX);
  }

  /** The most bytes of rows. */
  int contentBytesMax() {
    return frameBytesMax - Limits.HEADER_BYTES - Limits.BATCH_PREFIX_BYTES;
  }
}
