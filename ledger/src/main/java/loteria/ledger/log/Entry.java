package loteria.ledger.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import loteria.ipc.bet.RowDigest;

/**
 * An entry that has been read: what one turn appended to the log. Its rows are read when they are
 * asked for.
 */
public final class Entry {
  private static final int READ_BYTES = 128 << 10;

  private final Segment segment;
  private final EntryHeader header;
  private final List<LogRecord> records;

  Entry(Segment segment, EntryHeader header, List<LogRecord> records) {
    this.segment = segment;
    this.header = header;
    this.records = records;
  }

  /** How it begins. */
  public EntryHeader header() {
    return header;
  }

  /** Its records, in order. */
  public List<LogRecord> records() {
    return records;
  }

  /**
   * Reads a part of its rows, until the buffer is full or they end.
   *
   * @param from where among its rows the part begins, in bytes
   */
  public void rows(ByteBuffer into, int from) throws IOException {
    int count = Math.min(into.remaining(), header.rowBytes() - from);
    int limit = into.limit();
    into.limit(into.position() + count);
    segment.file().read(into, header.position() - segment.base() + header.rowsAt() + from);
    into.limit(limit);
  }

  /** Whether its rows are what its records say of them. Reads them all. */
  public boolean hasItsRows() throws IOException {
    var part = ByteBuffer.allocateDirect(Math.min(READ_BYTES, header.rowBytes()));
    int at = 0;
    for (LogRecord record : records) {
      if (record instanceof LogRecord.BatchStored batch) {
        if (batch.length() < 0 || batch.length() > header.rowBytes() - at) {
          return false;
        }
        var digest = new RowDigest.Running();
        int end = at + batch.length();
        while (at < end) {
          rows(part.clear().limit(Math.min(part.capacity(), end - at)), at);
          if (part.flip().limit() == 0) {
            return false;
          }
          digest.add(part);
          at += part.limit();
        }
        if (!digest.soFar().equals(batch.digest())) {
          return false;
        }
      }
    }
    return at == header.rowBytes();
  }
}
