package loteria.worker.redo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import loteria.worker.disk.ReadableFile;
import org.jspecify.annotations.Nullable;

/**
 * How a log begins: magic, generation, bytes of a segment, alignment, CRC; big-endian. Two segments
 * follow.
 *
 * @param generation only entries of this one count: it is another each time the log begins anew
 * @param segmentBytes how long a segment is
 * @param alignment where entries begin: at a multiple of this
 */
record LogHeader(long generation, int segmentBytes, int alignment) {
  /** Where the first segment begins: where a page of memory ends. */
  static final int BYTES = 4096;

  private static final int MAGIC = 0x4c4f_4752;
  private static final int CRC_AT = 20;
  private static final int END = 24;

  /** The header of a log; null where it has none that is whole. */
  static @Nullable LogHeader read(ReadableFile file) throws IOException {
    var bytes = ByteBuffer.allocate(END);
    file.read(bytes, 0);
    boolean whole =
        !bytes.hasRemaining() && bytes.getInt(0) == MAGIC && bytes.getInt(CRC_AT) == crc(bytes);
    return whole ? new LogHeader(bytes.getLong(4), bytes.getInt(12), bytes.getInt(16)) : null;
  }

  ByteBuffer bytes() {
    var bytes = ByteBuffer.allocate(END);
    bytes.putInt(MAGIC).putLong(generation).putInt(segmentBytes).putInt(alignment);
    return bytes.putInt(crc(bytes)).flip();
  }

  /** Where a segment, 0 or 1, begins. */
  long beginOf(int segment) {
    return BYTES + (long) segment * segmentBytes;
  }

  /** How much of a segment an entry takes. */
  int spaceOf(int entryBytes) {
    return Math.ceilDiv(entryBytes, alignment) * alignment;
  }

  boolean isLaidOutAs(LogHeader other) {
    return segmentBytes == other.segmentBytes && alignment == other.alignment;
  }

  /** This, of the generation that comes after another's. */
  LogHeader following(LogHeader other) {
    return new LogHeader(other.generation + 1, segmentBytes, alignment);
  }

  private static int crc(ByteBuffer bytes) {
    var crc = new CRC32C();
    crc.update(bytes.slice(0, CRC_AT));
    return (int) crc.getValue();
  }
}
