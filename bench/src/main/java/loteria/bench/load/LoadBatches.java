package loteria.bench.load;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Limits;
import loteria.ipc.message.Request;
import loteria.ipc.row.RowWriter;

/**
 * An agency's batches as frames, made in advance, so that sending costs next to nothing: only their
 * numbers and checksums are filled in as they are sent. Used by one thread.
 */
final class LoadBatches {
  private static final int BYTES_MIN = 256 << 10;
  private static final int COUNT_MAX = 32;
  private static final int CRC_AT = 8;

  private final List<ByteBuffer> frames = new ArrayList<>();
  private final List<Integer> rows = new ArrayList<>();
  private final CRC32C crc = new CRC32C();

  LoadBatches(RowPool pool, int agency, BatchSize size) {
    int bet = agency * 997;
    long bytes = 0;
    while (frames.isEmpty() || (bytes < BYTES_MIN && frames.size() < COUNT_MAX)) {
      var content = new RowWriter(Math.min(size.contentBytesMax(), 64 << 10));
      int count = 0;
      while (count < size.rowsMax()) {
        int before = content.size();
        pool.write(bet++, agency, content);
        if (content.size() > size.contentBytesMax()) {
          content.truncate(before);
          break;
        }
        count++;
      }
      var request = new Request.Batch(1, count, Bytes.of(content.bytes(), 0, content.size()));
      ByteBuffer encoded = NativeDialect.encode(request);
      frames.add(ByteBuffer.allocateDirect(encoded.remaining()).put(encoded).flip());
      rows.add(count);
      bytes += frames.getLast().remaining();
    }
  }

  /**
   * Appends a batch to a buffer.
   *
   * @return whether there was room
   */
  boolean put(long id, ByteBuffer into) {
    ByteBuffer frame = frames.get(index(id));
    if (frame.remaining() > into.remaining()) {
      return false;
    }
    int at = into.position();
    into.put(frame.duplicate());
    into.putLong(at + Limits.HEADER_BYTES, id);
    crc.reset();
    crc.update(into.slice(at + Limits.HEADER_BYTES, frame.remaining() - Limits.HEADER_BYTES));
    into.putInt(at + CRC_AT, (int) crc.getValue());
    return true;
  }

  /** How many bets a batch has. */
  int rows(long id) {
    return rows.get(index(id));
  }

  /** How many bytes the largest frame has. */
  int frameBytesMax() {
    return frames.stream().mapToInt(ByteBuffer::remaining).max().orElseThrow();
  }

  private int index(long id) {
    return (int) (id % frames.size());
  }
}
