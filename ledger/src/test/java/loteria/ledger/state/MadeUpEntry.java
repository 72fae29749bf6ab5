package loteria.ledger.state;

import java.nio.ByteBuffer;
import java.util.List;
import loteria.ipc.message.Bytes;

/** An entry of no log. */
public record MadeUpEntry(long position, long end, List<LogRecord> records, Bytes rows)
    implements Entry {
  /** One without rows. */
  public MadeUpEntry(long position, long end, List<LogRecord> records) {
    this(position, end, records, Bytes.of(new byte[0]));
  }

  @Override
  public long millis() {
    return 0;
  }

  @Override
  public long betsAt() {
    return 0;
  }

  @Override
  public int rowBytes() {
    return rows.length();
  }

  @Override
  public void rows(ByteBuffer into, int from) {
    into.put(rows.array(), rows.from() + from, Math.min(into.remaining(), rows.length() - from));
  }
}
