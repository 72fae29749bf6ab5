package loteria.ledger.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import loteria.ipc.logging.ActionLog;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;

/**
 * Finds out, when a run begins, what of the log survived the one before, and makes the log end
 * there.
 *
 * <p>Writes that were not forced reach the disk in any order, sector by sector: an entry may be
 * there in part, or behind one that is not. So every entry says how far the log was known to be on
 * disk when it was written. What is not whole before the highest of these marks is corruption, and
 * nothing is guessed. Behind it, the first entry that is not whole ends the log, if a sector of it
 * is blank, as before anything was written; if none is, all of it was written and has changed
 * since, and that is corruption too.
 *
 * <p>What a failed force has dropped still looks as if it were there: so what is not known to be on
 * disk is read from there, and the log ends where it is not. Where that cannot be seen, it is
 * written again before it is forced.
 */
final class Recovery {
  private static final ActionLog LOG = new ActionLog(Recovery.class);
  private static final int COPY_BYTES = 256 << 10;

  private final Segments segments;
  private final EntryCursor cursor;

  /**
   * @param cursor is left at the log's end
   */
  Recovery(Segments segments, EntryCursor cursor) {
    this.segments = segments;
    this.cursor = cursor;
  }

  /**
   * Recovers the log, then the view. Must be called under the lock, while nothing is appended.
   *
   * @param fold empty; takes everything in that is whole
   * @return the log's end: all before it is on disk
   * @throws DamagedLogException when something is damaged that was known to be on disk
   */
  long recover(LedgerState fold, LogView view) throws IOException {
    Segment begin = newest(segments);
    checkAllBefore(begin);
    cutWhatIsNotOnDisk(begin);
    cursor.goTo(begin);
    // Nothing is written to a segment before all that is in those before it is on disk.
    long mark = begin.base();
    for (FileEntry entry = cursor.nextWithRows(); entry != null; entry = cursor.nextWithRows()) {
      mark = Math.max(mark, entry.header().forced());
      entry.foldInto(fold);
    }
    long end = cursor.position();
    if (cursor.segment() == null) {
      // It was given its name, on disk, before the entry was written that says it comes next.
      throw missing(end);
    }
    checkEnd(end, Math.max(mark, markBehind(end)));
    cut(end);
    writeAgain(segments.of(begin.base()), mark, Math.min(end, begin.end()));
    restore(view, fold, end);
    return end;
  }

  /**
   * The newest segment that begins with what all before it say; the first of all where none does.
   *
   * @throws DamagedLogException when a segment has changed where it begins, or there is none
   */
  static Segment newest(Segments segments) throws IOException {
    List<Long> bases = segments.bases();
    var look = new EntryCursor(segments);
    for (long base : bases.reversed()) {
      Segment segment = segments.at(base);
      if (segment == null) {
        // It was there when the names were read.
        continue;
      }
      look.goTo(segment);
      FileEntry first = look.next();
      boolean isWritten = first != null || look.rest() == EntryCursor.Rest.DAMAGED;
      if (isWritten && first == null) {
        // It may have been written since it was read.
        first = look.next();
      }
      if (first != null && first.kind() == EntryHeader.Kind.STATE) {
        return segment;
      }
      if (isWritten) {
        throw damaged(segment, base, "what it begins with was changed");
      }
    }
    if (bases.isEmpty() || bases.getFirst() != 0) {
      throw new DamagedLogException("the log's first segment, " + Segment.name(0) + ", is missing");
    }
    return segments.of(0);
  }

  /** Nothing of the older segments is read, but each must be there. */
  private void checkAllBefore(Segment newest) throws IOException {
    long next = 0;
    while (next < newest.base()) {
      Segment segment = segments.at(next);
      if (segment == null) {
        throw missing(next);
      }
      next = segment.end();
    }
  }

  /**
   * Cuts entries that a failed force has dropped, which look as if they were there: nothing was
   * said of them, nor of any behind them.
   */
  private void cutWhatIsNotOnDisk(Segment begin) throws IOException {
    long known = Math.max(begin.base(), LogMark.of(segments.folder()));
    if (known >= begin.end()) {
      return;
    }
    var look = new EntryCursor(segments);
    look.goTo(begin, known);
    for (EntryHeader entry = look.nextHeader(); entry != null; entry = look.nextHeader()) {
      known = Math.max(known, entry.forced());
    }
    long end = look.position();
    long whole = DiskReading.wholeUpTo(segments, known, end);
    if (whole < end) {
      LOG.warn("ledger", "error", (end - whole) + " bytes of the log were never on disk: cut");
      cut(whole);
    }
  }

  /** The highest mark of what survived behind the end, and of the one beside the log. */
  private long markBehind(long end) throws IOException {
    return Math.max(segments.highestMark(end), LogMark.of(segments.folder()));
  }

  private void checkEnd(long end, long mark) throws IOException {
    if (cursor.rest() == EntryCursor.Rest.DAMAGED) {
      throw damaged(
          segments.of(end),
          end,
          "an entry was written there, and has changed since" + cursor.changedBatches());
    }
    if (mark > end) {
      throw damaged(
          segments.of(end),
          end,
          String.format(
              Locale.ROOT, "the log ends there, but was on disk up to position %d", mark));
    }
  }

  /**
   * Leaves nothing behind the end, on disk. A segment that nothing leads to yet keeps its name: it
   * may have been seen, and a watcher that missed it would report that the log was removed.
   */
  private void cut(long end) throws IOException {
    for (long base : segments.bases()) {
      Segment segment = segments.of(base);
      if (end < segment.end()) {
        segment.cut(Math.max(base, end));
      }
    }
  }

  private static void writeAgain(Segment in, long from, long to) throws IOException {
    var part = ByteBuffer.allocateDirect(COPY_BYTES);
    long end = Math.min(to, in.fileEnd());
    for (long at = from; at < end; at += part.limit()) {
      part.clear().limit((int) Math.min(COPY_BYTES, end - at));
      in.file().read(part, at - in.base());
      in.file().write(part.flip(), at - in.base());
    }
    in.file().force();
  }

  /** A view that is shorter than it was has been changed: all of it is written. */
  private void restore(LogView view, LedgerState fold, long end) throws IOException {
    LogRecord.ViewForced known = fold.notes().view();
    boolean isThere = view.bytes() >= known.bytes();
    new EntryReader(segments).read(isThere ? known.position() : 0, end, view::write);
    view.settle(fold.betsBytes());
  }

  private static DamagedLogException missing(long base) {
    return new DamagedLogException(
        "log segment " + Segment.name(base) + ", from position " + base + ", is missing");
  }

  static DamagedLogException damaged(Segment in, long position, String what) {
    return new DamagedLogException(
        String.format(
            Locale.ROOT,
            "log segment %s, position %d: %s",
            Segment.name(in.base()),
            position,
            what));
  }
}
