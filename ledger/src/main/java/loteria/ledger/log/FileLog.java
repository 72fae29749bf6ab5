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

/**
 * The log as segment files that the processes of one machine append to, one process at a time.
 *
 * <p>One turn: fold what others have appended; take the lock; fold the rest; cut what a process
 * died while writing; append one entry; release the lock; force the segment. Every turn therefore
 * recovers from the death of another process.
 *
 * <p>The system reports a failed force once and then drops the pages it could not write. After a
 * failed force no turn succeeds. Used by the ledger's thread, except {@link #find} and {@link
 * #read}.
 */
public final class FileLog implements Log {
  /** The mark beside the log lags behind the log by at most this long. */
  private static final long MARK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Segments segments;
  private final LedgerLock lock;
  private final int run;
  private final LongSupplier clock;
  private final LogTail tail;
  private final SegmentForce segmentForce;
  private final EntryWriter writer;
  private final LogMark mark;

  /** Where the newest segment began when this process recovered the log; else 0. */
  private long unread;

  private boolean isCopy;

  /**
   * A log in a folder on a real disk.
   *
   * @param folder the log's folder
   * @param lock the lock that every process of the ledger takes
   * @param ledger the ledger that its entries belong to
   * @param run number of the server run that this process belongs to
   */
  public static FileLog in(LedgerFolder folder, LedgerLock lock, int ledger, int run) {
    return new FileLog(
        new Segments(folder), lock, ledger, run, MARK_NANOS, System::currentTimeMillis);
  }

  /** The same as a copy of a replicated log: a turn need not be on disk here. */
  public static FileLog copyIn(LedgerFolder folder, LedgerLock lock, int ledger, int run) {
    return in(folder, lock, ledger, run).asCopy();
  }

  /**
   * @param markNanos longest time that the mark may lag behind the log
   * @param clock milliseconds since 1970, shown in the log and never decided by
   */
  FileLog(
      Segments segments, LedgerLock lock, int ledger, int run, long markNanos, LongSupplier clock) {
    this.segments = segments;
    this.lock = lock;
    this.run = run;
    this.clock = clock;
    this.tail = new LogTail(segments, ledger);
    this.segmentForce = new SegmentForce(segments, tail);
    this.writer = new EntryWriter(segments, segmentForce, ledger, run);
    this.mark = new LogMark(segments.folder(), markNanos);
  }

  /** Takes it for a copy of a replicated log from now on. */
  FileLog asCopy() {
    isCopy = true;
    return this;
  }

  /**
   * Opens the log and folds its content. The first process of a run recovers, under the lock, what
   * a crash left. The other processes read at the same time: what they have read is valid if the
   * run's first entry follows it, because each entry has the checksum of the one before.
   *
   * @param agencies number of agencies that take part
   * @param view brought up to date by the recovery
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
    if (fold.notes().run() == run) {
      return fold;
    }
    try (LedgerLock.Held _ = lock.acquire()) {
      tail.foldNew(fold);
      return fold.notes().run() == run ? fold : openLocked(agencies, view);
    }
  }

  /**
   * Bytes from the log's beginning that no process of this run has read: the segments before the
   * newest where this process recovered the log, else 0.
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

  private int lastRun() throws IOException {
    int last = tail.lastRun();
    if (last > run) {
      throw new DamagedLogException("run " + last + " of the server has begun, this is run " + run);
    }
    return last;
  }

  private void beginRun(LedgerState fold, LogView view) throws IOException {
    unread = tail.newest().base();
    tail.forcedUpTo(new Recovery(segments, tail.cursor()).recover(fold, view));
    segmentForce.tailRead();
    makeRoom(fold, EntryHeader.spaceOf(2, 0));
    List<LogRecord> records =
        List.of(
            new LogRecord.RunBegun(run),
            new LogRecord.ViewForced(tail.cursor().position(), fold.betsBytes()));
    writer.fill(records, List.of());
    write(EntryHeader.Kind.TURN, fold.betsBytes());
    records.forEach(fold::apply);
    segmentForce.force();
    fold.passed(tail.cursor().position(), records);
    mark.raise(tail.forced());
  }

  @Override
  public void restore(LedgerState fold) throws IOException {
    tail.restore(fold);
  }

  @Override
  public void append(Turn turn) throws IOException {
    segmentForce.check();
    // A process that has had no turn for long has much to read: no other process waits for that.
    tail.foldNew(turn.state());
    try (LedgerLock.Held _ = lock.acquire()) {
      appendLocked(turn);
    } catch (DamagedLogException e) {
      throw e;
    } catch (IOException e) {
      boolean isFull = !segmentForce.hasFailed() && DiskFull.isWhy(e, segments.folder().room());
      throw isFull ? new NoRoomException(e) : e;
    }
    boolean needsForce = !isCopy || turn.state().isEnded();
    if (needsForce && turn.state().relied() > tail.forced()) {
      segmentForce.force();
    }
    if (turn.state().isEnded()) {
      markEnd();
    }
  }

  private void appendLocked(Turn turn) throws IOException {
    LedgerState state = turn.state();
    tail.foldNew(state);
    segmentForce.tailRead();
    checkNothingIsMissing();
    cutTorn();
    makeRoom(state, EntryHeader.spaceOf(turn.recordsMax(), turn.rowBytesMax()));
    mark.note(tail.forced());
    long betsAt = state.betsBytes();
    Addition addition = turn.decide();
    if (!addition.records().isEmpty()) {
      turn.beforeAppend(writer.fill(addition.records(), addition.rows()));
      write(EntryHeader.Kind.TURN, betsAt);
      turn.appended(tail.cursor().position());
    }
  }

  /** Writes the entry that the writer was filled with at the end of the log. */
  private void write(EntryHeader.Kind kind, long betsAt) throws IOException {
    EntryCursor cursor = tail.cursor();
    cursor.pass(
        writer.write(tail.segment(), kind, cursor.place(tail.forced()), betsAt, clock.getAsLong()));
  }

  /** What was read may have been taken away since, and the file would grow again with a hole. */
  private void checkNothingIsMissing() throws IOException {
    Segment here = tail.segment();
    long end = here.fileEnd();
    long read = tail.cursor().position();
    if (end < read) {
      throw Recovery.damaged(here, end, "the file ends there, and had entries up to " + read);
    }
  }

  /** Cuts what a process died while writing, durably, before anything is written there. */
  private void cutTorn() throws IOException {
    EntryCursor cursor = tail.cursor();
    EntryCursor.Rest rest = cursor.rest();
    if (rest == EntryCursor.Rest.DAMAGED) {
      throw Recovery.damaged(tail.segment(), cursor.position(), "what lies there was changed");
    }
    if (rest == EntryCursor.Rest.TORN) {
      segmentForce.cut(tail.segment(), cursor.position());
    }
  }

  /** Begins the next segment unless an entry of this size fits into the current one. */
  private void makeRoom(LedgerState fold, long space) throws IOException {
    Segment here = tail.segment();
    long position = tail.cursor().position();
    if (position > here.base()) {
      if (here.hasRoomFor(space, position)) {
        return;
      }
      beginNext(fold, here);
    }
    beginSegment(fold);
  }

  /** The next segment's name is durable before any entry leads to it. */
  private void beginNext(LedgerState fold, Segment here) throws IOException {
    segments.make(here.end());
    writer.fill(List.of(), List.of());
    write(EntryHeader.Kind.NEXT, fold.betsBytes());
  }

  /**
   * Begins a segment with the state of everything before it. All segments before it are forced
   * first, whichever process wrote them, because the state stands for them.
   */
  private void beginSegment(LedgerState fold) throws IOException {
    long base = tail.cursor().position();
    if (tail.forced() < base) {
      segmentForce.force(segments.of(base - 1), base);
    }
    segmentForce.tailRead();
    writer.fill(fold);
    write(EntryHeader.Kind.STATE, fold.betsBytes());
  }

  /** The mark of a log that was ended in order covers all of it. */
  private void markEnd() throws IOException {
    try (LedgerLock.Held _ = lock.acquire()) {
      mark.raiseOnDisk(tail.forced());
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
