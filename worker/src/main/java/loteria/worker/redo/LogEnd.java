package loteria.worker.redo;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Where the log ends and what it is good for: the note that goes with the ledger's lock. Pure.
 *
 * <p>All records from {@code gapTo} on have an entry in the log, or are on disk in the files: so
 * once those before are on disk in the files, forcing the log is as good as forcing them.
 *
 * @param header of the log
 * @param position where the next entry goes
 * @param segmentFrom how many records there were when the segment in use was begun: the other one
 *     has none that came later
 * @param gapTo how many records there were when one was last found that had not come to the log
 * @param to how many records there were when the last entry was written
 * @param inFiles how many records, from the first, are on disk in the files themselves
 */
record LogEnd(LogHeader header, long position, int segmentFrom, int gapTo, int to, int inFiles) {
  static final int BYTES = 48;

  private static final int CRC_AT = 44;

  /** The end of a log without entries, all records being on disk in the files. */
  static LogEnd ofEmpty(LogHeader header, int records) {
    return new LogEnd(header, header.beginOf(0), records, records, records, records);
  }

  /**
   * What it is to whoever has the lock now.
   *
   * @param records how many the journal has: if more than the log heard of, then whoever wrote them
   *     forces the files instead, or died, or is about to know that the disk failed
   * @param inFiles how many are known to be on disk in the files
   */
  LogEnd meet(int records, int inFiles) {
    int newGapTo = to == records ? gapTo : records;
    return new LogEnd(
        header, position, segmentFrom, newGapTo, records, Math.max(this.inFiles, inFiles));
  }

  /** Whether all records are on disk once the log is forced. */
  boolean covers(int records) {
    return to == records && gapTo <= inFiles;
  }

  /** Where an entry goes; -1 where there is no place for it. */
  long placeOf(int entryBytes) {
    long begin = header.beginOf(segment());
    if (fits(position - begin, entryBytes)) {
      return position;
    }
    return !isOtherInUse() && fits(0, entryBytes) ? header.beginOf(1 - segment()) : -1;
  }

  /**
   * The end once an entry has been written.
   *
   * @param place what {@link #placeOf} said
   * @param records how many there are with those of the entry
   */
  LogEnd after(long place, int entryBytes, int records) {
    long newPosition = place + header.spaceOf(entryBytes);
    int newSegmentFrom = place == position ? segmentFrom : to;
    return new LogEnd(header, newPosition, newSegmentFrom, gapTo, records, inFiles);
  }

  /** Whether the other segment has entries that are not on disk in the files yet. */
  boolean isOtherInUse() {
    return segmentFrom > inFiles;
  }

  boolean isPastHalf() {
    return position - header.beginOf(segment()) > header.segmentBytes() / 2;
  }

  /** Never to a segment's last byte: so a position tells the segment. */
  private boolean fits(long at, int entryBytes) {
    return at + header.spaceOf(entryBytes) < header.segmentBytes();
  }

  private int segment() {
    return position < header.beginOf(1) ? 0 : 1;
  }

  void write(ByteBuffer out) {
    int at = out.position();
    out.putLong(header.generation()).putInt(header.segmentBytes()).putInt(header.alignment());
    out.putLong(position);
    out.putInt(segmentFrom).putInt(gapTo).putInt(to).putInt(inFiles).putInt(0);
    out.putInt(crc(out, at));
  }

  /** Reads the note; null where it is none, or not whole. */
  static @Nullable LogEnd read(ByteBuffer in) {
    if (in.remaining() < BYTES || in.getInt(in.position() + CRC_AT) != crc(in, in.position())) {
      return null;
    }
    var header = new LogHeader(in.getLong(), in.getInt(), in.getInt());
    return new LogEnd(header, in.getLong(), in.getInt(), in.getInt(), in.getInt(), in.getInt());
  }

  private static int crc(ByteBuffer bytes, int at) {
    var crc = new CRC32C();
    crc.update(bytes.slice(at, CRC_AT));
    return (int) crc.getValue();
  }
}
