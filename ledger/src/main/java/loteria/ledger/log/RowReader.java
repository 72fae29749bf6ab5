package loteria.ledger.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import loteria.ipc.bet.RowDigest;
import org.jspecify.annotations.Nullable;

/** Reads an entry's rows from beginning to end, many batches at once. */
final class RowReader {
  private final Entry entry;
  private final ByteBuffer part;

  /** Behind the last row that has been read into the part. */
  private int readTo;

  /**
   * @param part to read rows into
   */
  RowReader(Entry entry, ByteBuffer part) {
    this.entry = entry;
    this.part = part.clear().limit(0);
  }

  /** The digest of the next so many bytes of rows; null where the entry has fewer. */
  @Nullable RowDigest digest(int bytes) throws IOException {
    var digest = new RowDigest.Running();
    int left = bytes;
    while (left > 0) {
      if (!part.hasRemaining() && !fill()) {
        return null;
      }
      int end = part.position() + Math.min(left, part.remaining());
      digest.add(part.duplicate().limit(end));
      left -= end - part.position();
      part.position(end);
    }
    return left < 0 ? null : digest.soFar();
  }

  /** Reads on; false where nothing is left. */
  private boolean fill() throws IOException {
    entry.rows(part.clear().limit(Math.min(part.capacity(), entry.rowBytes() - readTo)), readTo);
    readTo += part.flip().limit();
    return part.hasRemaining();
  }
}
