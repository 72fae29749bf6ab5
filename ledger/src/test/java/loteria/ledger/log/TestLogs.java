package loteria.ledger.log;

import loteria.ledger.file.LedgerFolder;
import loteria.ledger.file.LedgerLock;

/** Logs whose segments are full soon, and which do all at once. */
public final class TestLogs {
  /** How long the shortest segment is. */
  public static final long SEGMENT_BYTES_MIN = 6L * EntryHeader.ALIGNMENT;

  /** Where an entry begins: at a multiple of this. */
  public static final int ALIGNMENT = EntryHeader.ALIGNMENT;

  private TestLogs() {}

  /**
   * A log that is yet to be opened.
   *
   * @param process tells the process from others
   */
  public static FileLog over(LedgerFolder folder, LedgerLock lock, long process, int run) {
    var sizes = new LogSizes(SEGMENT_BYTES_MIN, 2 * SEGMENT_BYTES_MIN);
    return new FileLog(folder, sizes, lock, process, run, () -> 0, Runnable::run);
  }

  /** The name of the first segment. */
  public static String first() {
    return Segment.name(0);
  }
}
