package loteria.ledger.log;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import loteria.ipc.runtime.DiskFull;
import loteria.ledger.file.LedgerFolder;
import loteria.ledger.file.LedgerLock;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * A log in files that several processes of one machine append to, one at a time.
 *
 * <p>A turn: take in what others have appended; take the lock; take in the rest; clear what one of
 * them died writing; append one entry; release the lock; force the segment. So recovery after a
 * process died is part of every turn.
 *
 * <p>The system reports once that a force failed, and drops what it could not write. So after that
 * no turn succeeds.
 */
public final class FileLog implements Log {
  /** How long a mark may say less than is known. */
  private static final long MARK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Segments segments;
  private final LedgerLock lock;
  private final int ledger;
  private final int run;
  private final LongSupplier clock;
  private final EntryCursor cursor;
  private final EntryWriter writer;
  private final LogMark mark;

  /** The log is known to be on disk up to this position. */
  private long forced;

  /** Where the newest segment began when this process recovered the log. */
  private long unread;

  private @Nullable IOException failure;

  /**
   * A log in a folder on a real disk.
   *
   * @param folder the log's
   * @param ledger which one it is of: what its entries say
   * @param run of the server that this process belongs to
   */
  public static FileLog in(LedgerFolder folder, LedgerLock lock, int ledger, int run) {
    return new FileLog(
        new Segments(folder), lock, ledger, run, MARK_NANOS, System::currentTimeMillis);
  }

  /**
   * @param lock that all processes take
   * @param ledger which one it is of
   * @param run of the server that this process belongs to
   * @param markNanos how long a mark may say less than is known
   * @param clock milliseconds since 1970, to be seen in the log
   */
  FileLog(
      Segments segments, LedgerLock lock, int ledger, int run, long markNanos, LongSupplier clock) {
    this.segments = segments;
    this.lock = lock;
    this.ledger = ledger;
    this.run = run;
    this.mark = new LogMark(segments.folder(), markNanos);
    this.clock = clock;
    this.cursor = new EntryCursor(segments);
    this.writer = new EntryWriter(segments, ledger, run);
  }

  /**
   * Opens a log and takes in what it says. The first process of a run recovers what a crash left,
   * with the lock held. The others read meanwhile: what they have read holds if the run's first
   * entry follows it, for each entry has the checksum of the one before.
   *
   * @param agencies how many take part
   * @param view is brought up to date by recovery
   * @throws DamagedLogException when something is damaged that was known to be on disk
   */
  public LedgerState open(int agencies, LogView view) throws IOException {
    mark.open();
    if (lastRun() != run) {
      try (LedgerLock.Held first = lock.tryAcquire()) {
        if (first != null) {
          return openLocked(agencies, view);
        }
      }
    }
    var fold = new LedgerState(agencies);
    restore(fold);
    if (fold.run() == run) {
      return fold;
    }
    try (LedgerLock.Held _ = lock.acquire()) {
      takeIn(fold);
      return fold.run() == run ? fold : openLocked(agencies, view);
    }
  }

  /**
   * How much of the log, from its beginning, no process of the run has read: the segments before
   * the newest, if it was this process that recovered it; else nothing.
   */
  public long unread() {
    return unread;
  }

  private LedgerState openLocked(int agencies, LogView view) throws IOException {
    var fold = new LedgerState(agencies);
    if (lastRun() == run) {
      restore(fold);
    } else {
      beginRun(fold, view);
    }
    return fold;
  }

  private void beginRun(LedgerState fold, LogView view) throws IOException {
    unread = newest().base();
    forced = new Recovery(segments, cursor).recover(fold, view);
    makeRoom(fold, EntryHeader.spaceOf(2, 0));
    List<LogRecord> records =
        List.of(
            new LogRecord.RunBegun(run),
            new LogRecord.ViewForced(cursor.position(), fold.betsBytes()));
    writer.fill(records, List.of());
    write(EntryHeader.Kind.TURN, fold.betsBytes());
    records.forEach(fold::apply);
    force();
    fold.passed(cursor.position(), records);
    mark.raise(forced);
  }

  /** The run of the last entry; 0 where there is none. */
  private int lastRun() throws IOException {
    var look = new EntryCursor(segments);
    look.goTo(newest());
    int last = 0;
    for (EntryHeader entry = look.nextHeader(); entry != null; entry = look.nextHeader()) {
      last = entry.run();
    }
    if (last > run) {
      throw new DamagedLogException("run " + last + " of the server has begun, this is run " + run);
    }
    return last;
  }

  /** The newest segment that begins with what all before it say; the first where none does. */
  private Segment newest() throws IOException {
    Segment newest = Recovery.newest(segments);
    var look = new EntryCursor(segments);
    look.goTo(newest);
    EntryHeader first = look.nextHeader();
    if (first != null && first.ledger() != ledger) {
      throw Recovery.damaged(newest, newest.base(), "it is of another ledger");
    }
    return newest;
  }

  @Override
  public void restore(LedgerState fold) throws IOException {
    cursor.goTo(newest());
    takeIn(fold);
  }

  private void takeIn(LedgerState fold) throws IOException {
    for (FileEntry entry = cursor.next(); entry != null; entry = cursor.next()) {
      entry.foldInto(fold);
      forced = Math.max(forced, entry.header().forced());
    }
  }

  @Override
  public void append(Turn turn) throws IOException {
    check();
    // Whoever has not had a turn for long has much to read: nobody should wait for that.
    takeIn(turn.state());
    try (LedgerLock.Held _ = lock.acquire()) {
      appendLocked(turn);
    } catch (DamagedLogException e) {
      throw e;
    } catch (IOException e) {
      throw DiskFull.isWhy(e, segments.folder().room()) ? new NoRoomException(e) : e;
    }
    if (turn.state().relied() > forced) {
      force();
    }
    if (turn.state().isEnded()) {
      markEnd();
    }
  }

  private void appendLocked(Turn turn) throws IOException {
    LedgerState state = turn.state();
    takeIn(state);
    cutTorn();
    makeRoom(state, EntryHeader.spaceOf(turn.recordsMax(), turn.rowBytesMax()));
    mark.note(forced);
    long betsAt = state.betsBytes();
    Addition addition = turn.decide();
    if (!addition.records().isEmpty()) {
      turn.beforeAppend(writer.fill(addition.records(), addition.rows()));
      write(EntryHeader.Kind.TURN, betsAt);
      turn.appended(cursor.position());
    }
  }

  /** Writes what the writer has been given where the log ends. */
  private void write(EntryHeader.Kind kind, long betsAt) throws IOException {
    cursor.pass(writer.write(here(), kind, cursor.place(forced), betsAt, clock.getAsLong()));
  }

  private Segment here() throws IOException {
    Segment here = cursor.segment();
    if (here == null) {
      throw new DamagedLogException("the log has no segment for position " + cursor.position());
    }
    return here;
  }

  /** What a process died writing is cut off, and on disk so, before anything is written there. */
  private void cutTorn() throws IOException {
    EntryCursor.Rest rest = cursor.rest();
    if (rest == EntryCursor.Rest.DAMAGED) {
      throw Recovery.damaged(here(), cursor.position(), "what lies there was changed");
    }
    if (rest == EntryCursor.Rest.TORN) {
      here().cut(cursor.position());
    }
  }

  /** Sees to it that an entry of this length fits where it will be written. */
  private void makeRoom(LedgerState fold, long space) throws IOException {
    Segment here = here();
    if (cursor.position() > here.base()) {
      if (here.hasRoomFor(space, cursor.position())) {
        return;
      }
      beginNext(fold, here);
    }
    beginSegment(fold);
  }

  /** The next segment has its name, on disk, before anything leads to it. */
  private void beginNext(LedgerState fold, Segment here) throws IOException {
    segments.make(here.end());
    writer.fill(List.of(), List.of());
    write(EntryHeader.Kind.NEXT, fold.betsBytes());
  }

  /**
   * Begins a segment. All of those before is on disk by then, whoever wrote it: what the segment
   * begins with stands for them.
   */
  private void beginSegment(LedgerState fold) throws IOException {
    long base = cursor.position();
    if (forced < base) {
      segments.of(base - 1).file().force();
      forced = base;
    }
    writer.fill(fold);
    write(EntryHeader.Kind.STATE, fold.betsBytes());
  }

  /** After a log that was ended in order nothing of it may be missing. */
  private void markEnd() throws IOException {
    try (LedgerLock.Held _ = lock.acquire()) {
      mark.raiseOnDisk(forced);
    }
  }

  private void force() throws IOException {
    try {
      Segment here = cursor.segment();
      if (here != null) {
        here.file().force();
      }
      forced = cursor.position();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private void check() throws IOException {
    IOException before = failure;
    if (before != null) {
      throw new IOException("the log could not be written: " + before.getMessage(), before);
    }
  }

  @Override
  public LogRecord.BatchStored find(int agency, long batch) throws IOException {
    try (var own = new Segments(segments.folder(), segments.bytes())) {
      return new BatchSearch(own).find(agency, batch);
    }
  }

  @Override
  public void read(long from, long to, Visitor visitor) throws IOException {
    try (var own = new Segments(segments.folder(), segments.bytes())) {
      new EntryReader(own).read(from, to, visitor);
    }
  }

  @Override
  public void close() throws IOException {
    try (lock;
        segments) {
      mark.close();
    }
  }
}
