package loteria.ledger.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import loteria.ipc.message.Bytes;
import loteria.ipc.runtime.DiskFull;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;

/** Puts entries together and writes them. Used by one thread. */
final class EntryWriter {
  private static final int OUT_BYTES = 256 << 10;

  /** A segment grows by so much at once: few forces have a new size to write too. */
  private static final int GROW_BYTES = 1 << 20;

  /** It does while there is so much room: with less, blanks would take what bets need. */
  private static final long GROW_ROOM_BYTES = 64L * GROW_BYTES;

  private final Segments segments;
  private final SegmentForce segmentForce;
  private final int ledger;
  private final int run;
  private final ByteBuffer blanks;

  /** The entry, behind room for its header. */
  private ByteBuffer out = ByteBuffer.allocateDirect(OUT_BYTES);

  private int records;

  /** The segment file is known to reach at least up to this position. */
  private long grownTo;

  /**
   * @param ledger what the entries say that they are of
   * @param run and of which run of the server
   */
  EntryWriter(Segments segments, SegmentForce segmentForce, int ledger, int run) {
    this.segments = segments;
    this.segmentForce = segmentForce;
    this.ledger = ledger;
    this.run = run;
    this.blanks = ByteBuffer.allocateDirect((int) Math.min(GROW_BYTES, segments.bytes() / 4));
  }

  /**
   * Takes what the next entry is to have.
   *
   * @return its rows as they will be written; valid until the next is filled
   */
  ByteBuffer fill(List<LogRecord> newRecords, List<Bytes> rows) {
    long bytes = 0;
    for (Bytes batch : rows) {
      bytes += batch.length();
    }
    prepare(newRecords.size(), bytes);
    for (LogRecord record : newRecords) {
      RecordCodec.write(out, record);
    }
    int rowsAt = out.position();
    for (Bytes batch : rows) {
      out.put(batch.array(), batch.from(), batch.length());
    }
    return out.slice(rowsAt, out.position() - rowsAt);
  }

  /** Takes a state for the next entry. */
  void fill(LedgerState state) {
    prepare(state.snapshotRecords(), 0);
    state.snapshot(record -> RecordCodec.write(out, record));
  }

  /** Grows by doubling: what direct buffers have taken is not free again until a collection. */
  private void prepare(int newRecords, long rowBytes) {
    long space = EntryHeader.spaceOf(newRecords, rowBytes);
    if (space > out.capacity()) {
      out = ByteBuffer.allocateDirect((int) Math.max(space, out.capacity() * 2L));
    }
    out.clear().position(EntryHeader.BYTES);
    records = newRecords;
  }

  /**
   * Writes the entry.
   *
   * @param betsAt size of bets.csv before its rows
   * @param millis the time, UTC
   * @throws IOException when it could not be written: then nothing of it is left
   */
  EntryHeader write(
      Segment here, EntryHeader.Kind kind, EntryHeader.Place place, long betsAt, long millis)
      throws IOException {
    EntryHeader header =
        EntryHeader.complete(out, kind, place, records, betsAt, millis, run, ledger);
    try {
      here.file().write(out, header.position() - here.base());
    } catch (IOException e) {
      cutAfter(e, here, header);
      throw e;
    }
    grow(here, header.end());
    return header;
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
   * The part of an entry that was written must not be taken for a damaged entry, and the room that
   * it and blanks take is given back.
   */
  private void cutAfter(IOException failure, Segment here, EntryHeader header) {
    try {
      segmentForce.cut(here, header.position());
      grownTo = 0;
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
