package loteria.ledger.log;

import java.io.IOException;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.state.LedgerState;

/**
 * Reads the log forward from its newest segment and folds each new entry into a state. Writes
 * nothing. Used by the ledger's thread.
 *
 * <pre>
 *  newest segment                        end of the log
 *  ┌───────┬──────┬──────┬──────┬──────┐
 *  │ STATE │ TURN │ TURN │ TURN │ TURN │ …
 *  └───────┴──────┴──────┴──────┴──────┘
 *   restore() starts here         └ foldNew() continues here on every turn
 * </pre>
 */
final class LogTail {
  private final Segments segments;
  private final int ledger;
  private final EntryCursor cursor;

  /** Every entry before this position is known to be on disk. */
  private long forced;

  /**
   * @param ledger the ledger that every entry must belong to
   */
  LogTail(Segments segments, int ledger) {
    this.segments = segments;
    this.ledger = ledger;
    this.cursor = new EntryCursor(segments);
  }

  /** Stands behind the last entry that was read or written. */
  EntryCursor cursor() {
    return cursor;
  }

  /** Every entry before this position is known to be on disk. */
  long forced() {
    return forced;
  }

  /** Notes that the log is on disk up to a position. */
  void forcedUpTo(long position) {
    forced = Math.max(forced, position);
  }

  /** The segment that the next entry is written to. */
  Segment segment() throws IOException {
    Segment here = cursor.segment();
    if (here == null) {
      throw new DamagedLogException("the log has no segment for position " + cursor.position());
    }
    return here;
  }

  /**
   * Folds the newest segment, which begins with the state of everything before it.
   *
   * @param fold empty
   */
  void restore(LedgerState fold) throws IOException {
    cursor.goTo(newest());
    foldNew(fold);
  }

  /** Folds every entry that was appended since the last call. */
  void foldNew(LedgerState fold) throws IOException {
    for (FileEntry entry = cursor.next(); entry != null; entry = cursor.next()) {
      entry.foldInto(fold);
      forcedUpTo(entry.header().forced());
    }
  }

  /** The newest segment that begins with a state; the first segment where none does. */
  Segment newest() throws IOException {
    Segment newest = Recovery.newest(segments);
    var look = new EntryCursor(segments);
    look.goTo(newest);
    EntryHeader first = look.nextHeader();
    if (first != null && first.ledger() != ledger) {
      throw Recovery.damaged(newest, newest.base(), "it is of another ledger");
    }
    return newest;
  }

  /** The server run that wrote the last entry; 0 in an empty log. Reads headers only. */
  int lastRun() throws IOException {
    var look = new EntryCursor(segments);
    look.goTo(newest());
    int last = 0;
    for (EntryHeader entry = look.nextHeader(); entry != null; entry = look.nextHeader()) {
      last = entry.run();
    }
    return last;
  }
}
