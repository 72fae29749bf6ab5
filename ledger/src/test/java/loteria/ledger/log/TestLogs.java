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

  /** A segment of a copy: it takes what a turn reads of the replicated log, and as much again. */
  private static final long COPY_SEGMENT_BYTES = 4 * SEGMENT_BYTES;

  /** The tag of all logs here. */
  public static final int LEDGER = 0x5eed;

  private TestLogs() {}

  /** A log that is yet to be opened. */
  public static FileLog over(LedgerFolder folder, LedgerLock lock, int run) {
    return new FileLog(new Segments(folder, SEGMENT_BYTES), lock, LEDGER, run, 0, () -> 0);
  }

  /** A copy of a replicated log that is yet to be opened. */
  public static FileLog copyOver(LedgerFolder folder, LedgerLock lock, int run) {
    var segments = new Segments(folder, COPY_SEGMENT_BYTES);
    return new FileLog(segments, lock, LEDGER, run, 0, () -> 0).asCopy();
  }

  /** An inspection of such a log. */
  public static LogInspection inspection(LedgerFolder folder, LogInspection.Findings findings) {
    return new LogInspection(new Segments(folder, SEGMENT_BYTES), findings);
  }

  /** An inspection of such a copy. */
  public static LogInspection inspectionOfCopy(
      LedgerFolder folder, LogInspection.Findings findings) {
    return new LogInspection(new Segments(folder, COPY_SEGMENT_BYTES), findings);
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
