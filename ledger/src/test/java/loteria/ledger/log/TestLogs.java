package loteria.ledger.log;

import loteria.ipc.message.Bytes;
import loteria.ledger.file.LedgerFolder;
import loteria.ledger.file.LedgerLock;

/** Logs whose segments are full soon. */
public final class TestLogs {
  /** Where an entry begins: at a multiple of this. */
  public static final int ALIGNMENT = EntryHeader.ALIGNMENT;

  private static final long SEGMENT_BYTES = 8L * ALIGNMENT;

  /** The file that says how far a log is on disk. */
  public static final String MARK = LogMark.NAME;

  private static final int LEDGER = 0x5eed;

  private TestLogs() {}

  /** A log that is yet to be opened. */
  public static FileLog over(LedgerFolder folder, LedgerLock lock, int run) {
    return new FileLog(new Segments(folder, SEGMENT_BYTES), lock, LEDGER, run, 0, () -> 0);
  }

  /** An inspection of such a log. */
  public static LogInspection inspection(LedgerFolder folder, LogInspection.Findings findings) {
    return new LogInspection(new Segments(folder, SEGMENT_BYTES), findings);
  }

  /** What that says of a new log. */
  public static Bytes newMark() {
    return Bytes.of(LogMark.text(0));
  }

  /** The name of the first segment. */
  public static String first() {
    return Segment.name(0);
  }
}
