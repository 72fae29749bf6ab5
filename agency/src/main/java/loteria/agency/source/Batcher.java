package loteria.agency.source;

import java.io.IOException;
import java.util.Arrays;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Limits;
import loteria.ipc.row.RowCheck;
import loteria.ipc.row.RowWriter;
import org.jspecify.annotations.Nullable;

/** A cutter of rows into batches: as many rows to each as the limits allow. */
public final class Batcher {
  /** The smallest frame that any valid row fits into, in bytes. */
  public static final int FRAME_BYTES_MIN =
      Limits.HEADER_BYTES + Limits.BATCH_PREFIX_BYTES + RowCheck.ROW_BYTES_MAX;

  private final RowSource source;
  private final int rowsMax;
  private final int contentBytesMax;
  private final RowWriter overflow = new RowWriter(256);

  private long nextId;
  private long overflowLine = RowSource.NONE;
  private long[] lines = new long[256];
  private boolean ended;

  /**
   * @param firstId the first batch's number
   * @param rowsMax most rows in a batch; 0 for as many as fit
   * @param frameBytesMax largest frame, header and all
   */
  public Batcher(RowSource source, long firstId, int rowsMax, int frameBytesMax) {
    this.source = source;
    this.nextId = firstId;
    this.rowsMax = rowsMax == 0 ? Integer.MAX_VALUE : rowsMax;
    this.contentBytesMax = frameBytesMax - Limits.HEADER_BYTES - Limits.BATCH_PREFIX_BYTES;
  }

  /**
   * The next batch, or null if there is no row left.
   *
   * @throws IOException as {@link RowSource#next} does
   */
  public @Nullable Batch next() throws IOException {
    var rows = new RowWriter(contentBytesMax + RowCheck.ROW_BYTES_MAX);
    int count = 0;
    if (overflowLine != RowSource.NONE) {
      rows.write(overflow.bytes(), 0, overflow.size() - 2);
      count = append(0, overflowLine);
      overflowLine = RowSource.NONE;
    }
    int size = rows.size();
    while (!ended && count < rowsMax) {
      long line = source.next(rows);
      if (line == RowSource.NONE) {
        ended = true;
      } else if (rows.size() > contentBytesMax) {
        overflow.truncate(0);
        overflow.write(rows.bytes(), size, rows.size() - 2);
        overflowLine = line;
        break;
      } else {
        count = append(count, line);
        size = rows.size();
      }
    }
    if (count == 0) {
      return null;
    }
    return new Batch(nextId++, Bytes.of(rows.bytes(), 0, size), Arrays.copyOf(lines, count));
  }

  /** The number of the last batch handed out, or the one before the first. */
  public long lastId() {
    return nextId - 1;
  }

  /** Whether every row has been handed out. */
  public boolean ended() {
    return ended && overflowLine == RowSource.NONE;
  }

  private int append(int count, long line) {
    if (count == lines.length) {
      lines = Arrays.copyOf(lines, count * 2);
    }
    lines[count] = line;
    return count + 1;
  }
}
