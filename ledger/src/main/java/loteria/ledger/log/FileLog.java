package loteria.ledger.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import loteria.ipc.process.DiskFull;
import loteria.ipc.wire.Bytes;
import loteria.ledger.file.LedgerFolder;
import loteria.ledger.file.LedgerLock;
import org.jspecify.annotations.Nullable;

/**
 * A log in files that several processes of one machine append to, one at a time.
 *
 * <p>A turn: take the lock; take in what others have appended; clear what one of them died writing;
 * append one entry; release the lock; force the segment. So recovery after a process died is part
 * of every turn.
 *
 * <p>The system reports once that a force failed, and drops what it could not write. So after that
 * no turn succeeds.
 */
public final class FileLog implements Log {
  private static final int OUT_BYTES = 256 << 10;

  /** A segment grows by so much at once: few forces have a new size to write too. */
  private static final int GROW_BYTES = 1 << 20;

  /** It does while there is so much room: with less, blanks would take what bets need. */
  private static final long GROW_ROOM_BYTES = 64L * GROW_BYTES;

  private final Segments segments;
  private final LedgerLock lock;
  private final int run;
  private final LongSupplier clock;
  private final EntryCursor cursor;
  private ByteBuffer out = ByteBuffer.allocateDirect(OUT_BYTES);

  /** The log is known to be on disk up to this position. */
  private long forced;

  /** All before this position is within the file of its segment, as far as was seen. */
  private long grownTo;

  private final ByteBuffer blanks;

  private @Nullable IOException failure;

  /**
   * A log in a folder on a real disk.
   *
   * @param folder the log's
   * @param run of the server that this process belongs to
   */
  public static FileLog in(LedgerFolder folder, LedgerLock lock, int run) {
    return new FileLog(new Segments(folder), lock, run, System::currentTimeMillis);
  }

  /** The first file of the log in a folder, which every log has that was made. */
  public static Path firstFile(Path folder) {
    return folder.resolve(Segment.name(0));
  }

  /** Whether anything has been written to a log. */
  public static boolean isBegun(LedgerFolder folder) throws IOException {
    try (var segments = new Segments(folder)) {
      Segment first = segments.at(0);
      if (first == null) {
        return false;
      }
      var cursor = new EntryCursor(segments);
      cursor.goTo(first);
      return cursor.rest() != EntryCursor.Rest.BLANK;
    }
  }

  /**
   * Shows what turns have appended to the segments that begin between two positions, each of which
   * may be any: so ranges that cover the log, wherever they meet, show each entry once.
   *
   * @param end the log's end: entries behind it are not shown
   * @throws DamagedLogException when an entry is not whole
   */
  public static void scan(LedgerFolder folder, long from, long to, long end, Visitor visitor)
      throws IOException {
    try (var segments = new Segments(folder)) {
      for (long base : segments.bases()) {
        if (from <= base && base < Math.min(to, end)) {
          long next = segments.of(base).end();
          new LogScan(segments).read(base, Math.min(next, end), visitor);
        }
      }
    }
  }

  /** Shows what turns have appended, up to the first place where no whole entry lies. */
  public static void readAll(LedgerFolder folder, Visitor visitor) throws IOException {
    try (var segments = new Segments(folder)) {
      var cursor = new EntryCursor(segments);
      cursor.goTo(segments.of(0));
      for (FileEntry entry = cursor.next(); entry != null; entry = cursor.next()) {
        if (entry.kind() == EntryHeader.Kind.TURN) {
          visitor.entry(entry);
        }
      }
    }
  }

  /** Makes the first segment of a new log, and returns once it is on disk. */
  public static void make(LedgerFolder folder) throws IOException {
    try (var segments = new Segments(folder)) {
      segments.create(0);
    }
  }

  /**
   * @param lock that all processes take
   * @param run of the server that this process belongs to
   * @param clock milliseconds since 1970, to be seen in the log
   */
  FileLog(Segments segments, LedgerLock lock, int run, LongSupplier clock) {
    this.segments = segments;
    this.lock = lock;
    this.run = run;
    this.clock = clock;
    this.cursor = new EntryCursor(segments);
    this.blanks = ByteBuffer.allocateDirect((int) Math.min(GROW_BYTES, segments.bytes() / 4));
  }

  /**
   * Opens a log and takes in what it says. The first process of a run recovers what a crash left,
   * with the lock held; the others read on beside the turns.
   *
   * @param fold empty
   * @param view is brought up to date by recovery
   * @throws DamagedLogException when something is damaged that was known to be on disk
   */
  public void open(LedgerState fold, LogView view) throws IOException {
    if (lastRun() != run) {
      try (LedgerLock.Held _ = lock.acquire()) {
        if (lastRun() != run) {
          beginRun(fold, view);
          return;
        }
      }
    }
    restore(fold);
  }

  private void beginRun(LedgerState fold, LogView view) throws IOException {
    forced = new Recovery(segments, cursor).recover(fold, view);
    makeRoom(fold, EntryHeader.spaceOf(2, 0));
    List<LogRecord> records =
        List.of(
            new LogRecord.RunBegun(run),
            new LogRecord.ViewForced(cursor.position(), fold.betsBytes()));
    fill(records, List.of());
    writeEntry(EntryHeader.Kind.TURN, records.size(), fold.betsBytes());
    records.forEach(fold::apply);
    force();
    fold.passed(cursor.position(), records);
  }

  /** The run of the last entry; 0 where there is none. */
  private int lastRun() throws IOException {
    var look = new EntryCursor(segments);
    look.goTo(newest());
    int last = 0;
    for (FileEntry entry = look.next(); entry != null; entry = look.next()) {
      last = entry.header().run();
    }
    if (last > run) {
      throw new DamagedLogException("run " + last + " of the server has begun, this is run " + run);
    }
    return last;
  }

  /** The newest segment that begins with what all before it say; the first where none does. */
  private Segment newest() throws IOException {
    return Recovery.newest(segments);
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
  }

  private void appendLocked(Turn turn) throws IOException {
    LedgerState state = turn.state();
    takeIn(state);
    clearTorn();
    makeRoom(state, EntryHeader.spaceOf(turn.recordsMax(), turn.rowBytesMax()));
    long betsAt = state.betsBytes();
    Addition addition = turn.decide();
    if (!addition.records().isEmpty()) {
      fill(addition.records(), addition.rows());
      int rowsAt = EntryHeader.BYTES + addition.records().size() * RecordCodec.BYTES;
      turn.beforeAppend(out.slice(rowsAt, out.position() - rowsAt));
      writeEntry(EntryHeader.Kind.TURN, addition.records().size(), betsAt);
      turn.appended(cursor.position());
    }
  }

  /** Fills the buffer with an entry, behind room for its header. */
  private void fill(List<LogRecord> records, List<Bytes> rows) {
    long bytes = 0;
    for (Bytes batch : rows) {
      bytes += batch.length();
    }
    prepare(EntryHeader.spaceOf(records.size(), bytes));
    for (LogRecord record : records) {
      RecordCodec.write(out, record);
    }
    for (Bytes batch : rows) {
      out.put(batch.array(), batch.from(), batch.length());
    }
  }

  /** Grows by doubling: what direct buffers have taken is not free again until a collection. */
  private void prepare(long space) {
    if (space > out.capacity()) {
      out = ByteBuffer.allocateDirect((int) Math.max(space, out.capacity() * 2L));
    }
    out.clear().position(EntryHeader.BYTES);
  }

  private void writeEntry(EntryHeader.Kind kind, int records, long betsAt) throws IOException {
    EntryHeader header =
        EntryHeader.complete(
            out, kind, cursor.place(forced), records, betsAt, clock.getAsLong(), run);
    Segment here = here();
    try {
      here.file().write(out, header.position() - here.base());
    } catch (IOException e) {
      cutAfter(e, here, header);
      throw e;
    }
    cursor.pass(header);
    grow(here, header.end());
  }

  /**
   * Blanks behind an entry that the file ended with, so that the forces of those to come need not
   * write a new size. A large entry has enough to write. Nothing depends on them.
   */
  private void grow(Segment here, long end) throws IOException {
    if (end <= grownTo) {
      return;
    }
    grownTo = here.fileEnd();
    int count = (int) Math.min(blanks.capacity(), here.end() - end);
    boolean isLarge = out.limit() > blanks.capacity() / 2;
    if (end < grownTo || isLarge || count <= 0 || segments.folder().room() < GROW_ROOM_BYTES) {
      return;
    }
    try {
      here.file().write(blanks.clear().limit(count), end - here.base());
      grownTo = end + count;
    } catch (IOException e) {
      if (!DiskFull.isWhy(e, segments.folder().room())) {
        throw e;
      }
    }
  }

  /**
   * What was written of an entry in vain must not be taken for one that was damaged, and the room
   * that it and blanks take is given back.
   */
  private void cutAfter(IOException failure, Segment here, EntryHeader header) {
    try {
      here.file().truncate(header.position() - here.base());
      here.file().force();
      grownTo = 0;
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private Segment here() throws IOException {
    Segment here = cursor.segment();
    if (here == null) {
      throw new DamagedLogException("the log has no segment for position " + cursor.position());
    }
    return here;
  }

  /** What a process died writing is cleared, and on disk so, before anything is written there. */
  private void clearTorn() throws IOException {
    EntryCursor.Rest rest = cursor.rest();
    if (rest == EntryCursor.Rest.DAMAGED) {
      throw Recovery.damaged(here(), cursor.position(), "what lies there was changed");
    }
    if (rest == EntryCursor.Rest.TORN) {
      Segment here = here();
      Recovery.clear(here, cursor.position(), Math.min(cursor.restEnd(), here.end()));
      here.file().force();
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
    if (segments.at(here.end()) == null) {
      segments.create(here.end());
    }
    prepare(EntryHeader.spaceOf(0, 0));
    writeEntry(EntryHeader.Kind.NEXT, 0, fold.betsBytes());
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
    prepare(EntryHeader.spaceOf(fold.snapshotRecords(), 0));
    fold.snapshot(record -> RecordCodec.write(out, record));
    writeEntry(EntryHeader.Kind.STATE, fold.snapshotRecords(), fold.betsBytes());
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
      new LogScan(own).read(from, to, visitor);
    }
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      segments.close();
    }
  }
}
