package loteria.worker.redo;

import java.io.IOException;
import java.nio.ByteBuffer;
import loteria.ipc.process.DiskFull;
import loteria.worker.disk.LedgerFile;
import loteria.worker.disk.LedgerLock;
import org.jspecify.annotations.Nullable;

/**
 * The log that a turn's records and rows are written to once they are in the files, so that one
 * force does for all: after a crash the files are made good from it. Two segments take turns;
 * before one is written over, what it has must be on disk in the files.
 *
 * <p>Nothing depends on there being a place in it: a turn that is too large for it, or finds no
 * room, has the files forced instead.
 *
 * <p>Used by one thread. What all processes must know of it goes with the lock, as a note.
 */
public final class RedoLog implements AutoCloseable {
  private static final int SEGMENT_BYTES = 4 << 20;

  /** A page of memory: so no force writes, or waits for, a page of another turn's entry. */
  private static final int ALIGNMENT = 4096;

  /** A turn of more bytes is not written to the log: to write them twice would cost more. */
  static final int ENTRY_BYTES_MAX = 192 << 10;

  /** The log grows by so much at once, blank: then a force does not write its new size too. */
  private static final int GROW_BYTES = 1 << 20;

  private static final int BLANK_BYTES = 16 << 10;

  /** Where there is less room it does not grow: bets may need it. */
  private static final long ROOM_BYTES_MIN = 64 << 20;

  private final LedgerFile file;
  private final LogHeader first;
  private final ByteBuffer out;
  private final ByteBuffer note = ByteBuffer.allocateDirect(LogEnd.BYTES);
  private final ByteBuffer blank = ByteBuffer.allocateDirect(BLANK_BYTES);

  /** Null while there is no log that could be written to. */
  private @Nullable LogEnd end;

  private long size;
  private boolean hasSwitched;

  public RedoLog(LedgerFile file) {
    this(file, SEGMENT_BYTES, ALIGNMENT);
  }

  /**
   * For tests, that want it to be full soon.
   *
   * @param segmentBytes how long each of the two segments is
   * @param alignment where entries begin: at a multiple of this
   */
  public RedoLog(LedgerFile file, int segmentBytes, int alignment) {
    this.file = file;
    this.first = new LogHeader(1, segmentBytes, alignment);
    this.out = ByteBuffer.allocateDirect(Math.min(ENTRY_BYTES_MAX, segmentBytes));
  }

  /** Shows what a crash may have kept from the files, in the order in which it was written. */
  public void read(RedoReader.Visitor visitor) throws IOException {
    RedoReader.read(file, visitor);
  }

  /**
   * Begins anew, without entries. The files must be forced before: what the log had is gone.
   *
   * <p>Where there is no room for a new log, there is none. But one that is there must not stay as
   * it is: at the next crash entries would be redone that belong in the files no more.
   *
   * @param records how many records there are, all of them on disk in the files
   */
  public void begin(LedgerLock.Held lock, int records) throws IOException {
    end = null;
    hasSwitched = false;
    leave(lock, null);
    LogHeader old = LogHeader.read(file);
    try {
      if (file.size() > 0 && (old == null || !old.isLaidOutAs(first))) {
        file.truncate(0);
        file.force();
      }
      LogHeader header = old == null ? first : first.following(old);
      file.write(header.bytes(), 0);
      file.force();
      size = file.size();
      LogEnd begin = LogEnd.ofEmpty(header, records);
      leave(lock, begin);
      end = begin;
    } catch (IOException e) {
      if (old != null || !DiskFull.isWhy(e, file.room())) {
        throw e;
      }
    }
  }

  /**
   * Learns how far the log goes: once in each turn.
   *
   * @param records how many the journal has
   * @param inFiles how many of them are known to be on disk in the files
   */
  public void meet(LedgerLock.Held lock, int records, int inFiles) throws IOException {
    lock.read(note.clear());
    LogEnd left = LogEnd.read(note.flip());
    end = left == null ? null : left.meet(records, inFiles);
    hasSwitched = false;
  }

  /** Room for the records, then the rows, of an entry; null where they are too many. */
  public @Nullable ByteBuffer entry(long bytes) {
    return end == null || bytes > out.capacity() - RedoEntry.HEADER_BYTES
        ? null
        : out.clear().position(RedoEntry.HEADER_BYTES);
  }

  /**
   * Writes the entry that is in {@link #entry}'s room. What it holds must have been written to the
   * files, and never be cut from them.
   *
   * @param records how many records there are with those of the entry
   */
  public void append(
      LedgerLock.Held lock, int records, long journalAt, int recordBytes, long betsAt)
      throws IOException {
    if (end == null) {
      return;
    }
    RedoEntry.complete(out, end.header().generation(), journalAt, recordBytes, betsAt);
    long place = end.placeOf(out.limit());
    try {
      if (place >= 0 && hasGrown(place + out.limit(), end.header().beginOf(2))) {
        file.write(out, place);
        LogEnd after = end.after(place, out.limit(), records);
        leave(lock, after);
        hasSwitched = place != end.position();
        end = after;
      }
    } catch (IOException e) {
      // Without a note the next process takes it for an entry whose writer died, and so do we.
      if (!DiskFull.isWhy(e, file.room())) {
        throw e;
      }
    }
  }

  /** Whether, once the log is forced, all of so many records are on disk. */
  public boolean covers(int records) {
    return end != null && end.covers(records);
  }

  /**
   * Whether the files should be forced, by this process, so that there will be room: it began a new
   * segment, or whoever did has not seen to it in time.
   */
  public boolean wantsCheckpoint() {
    return end != null && end.isOtherInUse() && (hasSwitched || end.isPastHalf());
  }

  /** Returns once everything written to the log so far, by any process, is on disk. */
  public void force() throws IOException {
    file.force();
  }

  /** Whether the file reaches so far, now at least. */
  private boolean hasGrown(long needed, long sizeMax) throws IOException {
    size = size >= needed ? size : file.size();
    if (size >= needed) {
      return true;
    }
    if (file.room() < ROOM_BYTES_MIN) {
      return false;
    }
    long target = Math.min(needed + GROW_BYTES, sizeMax);
    while (size < target) {
      int count = (int) Math.min(BLANK_BYTES, target - size);
      file.write(blank.clear().limit(count), size);
      size += count;
    }
    return true;
  }

  private void leave(LedgerLock.Held lock, @Nullable LogEnd left) throws IOException {
    note.clear();
    if (left == null) {
      note.putLong(0);
    } else {
      left.write(note);
    }
    lock.leave(note.flip());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
