package loteria.worker.redo;

import java.io.IOException;
import java.nio.ByteBuffer;
import loteria.worker.disk.ReadableFile;

/**
 * Reads every entry of a log that counts.
 *
 * <p>In a segment they lie one behind the other, and the first place where no whole one lies is the
 * end: what was written there last was not forced. An entry that is left from an earlier round of
 * the same generation may follow; it is of records that are in the files, and does no harm.
 */
public final class RedoReader {
  /** No version of the log has a longer entry. */
  private static final int READ_BYTES = 512 << 10;

  private final ReadableFile file;
  private final LogHeader header;
  private final ByteBuffer in;

  private RedoReader(ReadableFile file, LogHeader header) {
    this.file = file;
    this.header = header;
    this.in = ByteBuffer.allocate(Math.min(READ_BYTES, header.segmentBytes()));
  }

  /** Is shown each entry; the bytes are its own until it returns. */
  public interface Visitor {
    void entry(RedoEntry entry) throws IOException;
  }

  /** Shows all entries; none where there is no log. */
  public static void read(ReadableFile file, Visitor visitor) throws IOException {
    LogHeader header = LogHeader.read(file);
    if (header != null) {
      var reader = new RedoReader(file, header);
      reader.readSegment(0, visitor);
      reader.readSegment(1, visitor);
    }
  }

  private void readSegment(int segment, Visitor visitor) throws IOException {
    long at = header.beginOf(segment);
    long end = at + header.segmentBytes();
    int done;
    do {
      file.read(in.clear().limit((int) Math.min(in.capacity(), end - at)), at);
      done = showAll(visitor);
      at += done;
    } while (done > 0);
  }

  /** Shows the entries that are in the buffer whole; returns how many bytes they take. */
  private int showAll(Visitor visitor) throws IOException {
    in.flip();
    int at = 0;
    RedoEntry entry = RedoEntry.read(in, at);
    while (entry != null && entry.generation() == header.generation()) {
      at += header.spaceOf(entry.length());
      visitor.entry(entry);
      entry = at < in.limit() ? RedoEntry.read(in, at) : null;
    }
    return Math.min(at, in.limit());
  }
}
