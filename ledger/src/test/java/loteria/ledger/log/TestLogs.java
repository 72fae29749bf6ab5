package loteria.ledger.log;

import loteria.ledger.file.LedgerFolder;
import loteria.ledger.file.LedgerLock;

/** Logs whose segments are full soon. */
public final class TestLogs {
  /** Where an entry begins: at a multiple of this. */
  public static final int ALIGNMENT = EntryHeader.ALIGNMENT;

  private static final long SEGMENT_BYTES = 8L * ALIGNMENT;

  private TestLogs() {}

  /** A log that is yet to be opened. */
  public static FileLog over(LedgerFolder folder, LedgerLock lock, int run) {
    return new FileLog(new Segments(folder, SEGMENT_BYTES), lock, run, () -> 0);
  }

  /** An inspection of such a log. */
  public static LogInspection inspection(LedgerFolder folder, LogInspection.Findings findings) {
    return new LogInspection(new Segments(folder, SEGMENT_BYTES), findings);
  }

  /** The name of the first segment. */
  public static String first() {
    return Segment.name(0);
  }
}
