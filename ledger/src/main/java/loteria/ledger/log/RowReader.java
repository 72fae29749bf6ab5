package loteria.ledger.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import loteria.ipc.row.RowDigest;
import loteria.ledger.state.Entry;
import org.jspecify.annotations.Nullable;

/** Reads an entry's rows from beginning to end, those of many batches at once. */
final class RowReader {
  private final Entry entry;
  private final byte[] part;
  private int at;
  private int end;

  /** Behind the last row that is in the part. */
  private int readTo;

  /**
   * @param part to read rows into
   */
  RowReader(Entry entry, byte[] part) {
    this.entry = entry;
    this.part = part;
  }

  /** The digest of the next so many bytes of rows; null where the entry has fewer. */
  @Nullable RowDigest digest(int bytes) throws IOException {
    var digest = new RowDigest.Running();
    int left = bytes;
    while (left > 0) {
      if (at == end && !fill()) {
        return null;
      }
      int count = Math.min(left, end - at);
      digest.add(part, at, at + count);
      at += count;
      left -= count;
    }
    return left < 0 ? null : digest.soFar();
  }

  /** Reads on; false where nothing is left. */
  private boolean fill() throws IOException {
    var into = ByteBuffer.wrap(part, 0, Math.min(part.length, entry.rowBytes() - readTo));
    entry.rows(into, readTo);
    at = 0;
    end = into.position();
    readTo += end;
    return end > 0;
  }
}
