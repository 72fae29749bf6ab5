package loteria.ledger.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import loteria.ledger.file.LedgerFile;
import org.jspecify.annotations.Nullable;

/**
 * One file of the log, blank where no entry has been written, and behind its end. Positions
 * continue from one segment to the next, which all have as many; a segment is named after its
 * first.
 *
 * @param base position of its first byte
 * @param bytes how many positions it has; the file is no longer
 * @param file open
 */
record Segment(long base, long bytes, LedgerFile file) implements AutoCloseable {
  private static final int NAME_CHARS = 16;

  /** The position behind its last byte, where the next one begins. */
  long end() {
    return base + bytes;
  }

  /** The position behind the file's last byte: all behind is blank. */
  long fileEnd() throws IOException {
    return Math.min(end(), base + file.size());
  }

  /** Leaves nothing behind a position; returns once that is on disk. */
  void cut(long position) throws IOException {
    file.truncate(position - base);
    file.force();
  }

  /** The highest mark of entries that begin behind a position, whole or not. */
  long highestMark(long from) throws IOException {
    long highest = 0;
    var header = ByteBuffer.allocate(EntryHeader.BYTES);
    long end = fileEnd();
    for (long at = Math.max(base, from); at < end; at += EntryHeader.ALIGNMENT) {
      file.read(header.clear(), at - base);
      EntryHeader entry = EntryHeader.at(header.flip(), 0, at);
      highest = entry == null ? highest : Math.max(highest, entry.forced());
    }
    return highest;
  }

  /** Whether an entry that takes so much fits at a position, and one more page behind it. */
  boolean hasRoomFor(long space, long position) {
    return position + space + EntryHeader.ALIGNMENT <= end();
  }

  /** The name of the segment that begins at a position. */
  static String name(long base) {
    return HexFormat.of().toHexDigits(base);
  }

  /** Where the segment of this name begins; null where it is no segment's. */
  static @Nullable Long base(String name) {
    try {
      return name.length() == NAME_CHARS ? (Long) HexFormat.fromHexDigitsToLong(name) : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
