package loteria.ledger.log;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How an entry begins. All of it, big-endian, at a multiple of {@value #ALIGNMENT} bytes:
 *
 * <pre>
 *   0        4        8          16         24       32       40       48      52     56        60      64        68        72
 *   +--------+--------+----------+----------+--------+--------+--------+-------+------+---------+-------+---------+---------+
 *   | magic, | CRC    | position | position | forced | size   | time   | run   |ledger| records | bytes | CRC of  | CRC of  |
 *   | kind   | of rest|          | of entry | up to  | of     | UTC,   |       |      |         | of    | records | header  |
 *   |        |        |          | before   |        |bets.csv| millis |       |      |         | rows  |         | before  |
 *   +--------+--------+----------+----------+--------+--------+--------+-------+------+---------+-------+---------+---------+
 *   72                   72 + 40 × records          … + bytes of rows                  multiple of 4096
 *   +---------------------+--------------------------+------------- … ----------+---------------+
 *   | records             | rows of all its batches  | filling                  | footer: CRC   |
 *   |                     |                          |                          | of header, end|
 *   +---------------------+--------------------------+------------- … ----------+---------------+
 * </pre>
 *
 * <p>The records have the checksums of the rows. No sector of a written entry is blank: so a sector
 * that did not reach the disk can be distinguished from one that was damaged there.
 *
 * <p>{@code forced} says that everything before that position was known to be on disk when the
 * entry was written. The time is to be seen, and decides nothing.
 */
final class EntryHeader {
  /** Bytes of a header. */
  static final int BYTES = 72;

  /** Bytes at an entry's end that are written last. */
  static final int FOOTER_BYTES = 8;

  /** A page of memory and of most disks: no force rewrites a page of an entry that is on disk. */
  static final int ALIGNMENT = 4096;

  /** What an entry is. */
  enum Kind {
    /** What one turn appended. */
    TURN(1),
    /** What all entries before a segment say together; each segment begins with one. */
    STATE(2),
    /** The log continues in the next segment. */
    NEXT(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** The kind of this code; null where there is none. */
    static @Nullable Kind of(int code) {
      return switch (code) {
        case 1 -> TURN;
        case 2 -> STATE;
        case 3 -> NEXT;
        default -> null;
      };
    }
  }

  /** Begins with a byte that no UTF-8 text has: no row can be taken for a header. */
  private static final int MAGIC = 0xff4c_4700;

  private static final int FOOTER_MAGIC = 0xff45_4e44;
  private static final byte[] FILLING = new byte[ALIGNMENT];

  static {
    Arrays.fill(FILLING, (byte) 0xee);
  }

  private final ByteBuffer bytes;
  private final Kind kind;

  private EntryHeader(ByteBuffer bytes, Kind kind) {
    this.bytes = bytes;
    this.kind = kind;
  }

  /**
   * Where an entry comes in the log.
   *
   * @param position where it begins
   * @param previous where the entry before begins; -1 for the first of all
   * @param previousCrc the checksum of that one's header
   * @param forced the log is known to be on disk up to this position
   */
  record Place(long position, long previous, int previousCrc, long forced) {}

  /**
   * Completes an entry: behind room for its header the buffer has its records, then its rows.
   *
   * @param entry from 0 to its position; is left flipped, filled up and with its footer
   * @param records how many records there are
   * @param betsAt size of bets.csv before its rows
   * @param millis the time, UTC
   */
  static EntryHeader complete(
      ByteBuffer entry,
      Kind kind,
      Place place,
      int records,
      long betsAt,
      long millis,
      int run,
      int ledger) {
    int rowsAt = BYTES + records * RecordCodec.BYTES;
    int rowBytes = entry.position() - rowsAt;
    entry.putInt(0, MAGIC | kind.code);
    entry.putLong(8, place.position).putLong(16, place.previous).putLong(24, place.forced);
    entry.putLong(32, betsAt).putLong(40, millis).putInt(48, run).putInt(52, ledger);
    entry.putInt(56, records).putInt(60, rowBytes);
    entry.putInt(64, crc(entry, BYTES, rowsAt)).putInt(68, place.previousCrc);
    entry.putInt(4, headerCrc(entry, 0));
    var header = new EntryHeader(copy(entry, 0), kind);
    entry.put(FILLING, 0, header.space() - FOOTER_BYTES - entry.position());
    entry.putInt(header.crc()).putInt(FOOTER_MAGIC).flip();
    return header;
  }

  private static @Nullable EntryHeader read(ByteBuffer bytes, int at) {
    if (bytes.limit() - at < BYTES
        || (bytes.getInt(at) & 0xffff_ff00) != MAGIC
        || bytes.getInt(at + 4) != headerCrc(bytes, at)) {
      return null;
    }
    Kind kind = Kind.of(bytes.getInt(at) & 0xff);
    return kind == null ? null : new EntryHeader(copy(bytes, at), kind);
  }

  /** The header at {@code at} of an entry that is at a position of the log; null where none is. */
  static @Nullable EntryHeader at(ByteBuffer bytes, int at, long position) {
    EntryHeader header = read(bytes, at);
    return header != null && header.position() == position ? header : null;
  }

  /** Whether these bytes, an entry's last, are its footer. */
  boolean isFooter(ByteBuffer footer) {
    return footer.remaining() == FOOTER_BYTES
        && footer.getInt(footer.position()) == crc()
        && footer.getInt(footer.position() + 4) == FOOTER_MAGIC;
  }

  /** How much of the log an entry takes. */
  static long spaceOf(long records, long rowBytes) {
    return Math.ceilDiv(BYTES + records * RecordCodec.BYTES + rowBytes + FOOTER_BYTES, ALIGNMENT)
        * (long) ALIGNMENT;
  }

  int space() {
    return (int) spaceOf(records(), rowBytes());
  }

  Kind kind() {
    return kind;
  }

  /** Of this header. */
  int crc() {
    return bytes.getInt(4);
  }

  /** Where the entry begins. */
  long position() {
    return bytes.getLong(8);
  }

  /** Where the entry behind it would begin, in the same segment. */
  long end() {
    return position() + space();
  }

  /** Where the entry before begins; -1 for the first of all. */
  long previous() {
    return bytes.getLong(16);
  }

  /** Up to which position the log was known to be on disk. */
  long forced() {
    return bytes.getLong(24);
  }

  /** Where in bets.csv its rows belong. */
  long betsAt() {
    return bytes.getLong(32);
  }

  /** When it was written: milliseconds since 1970, UTC. */
  long millis() {
    return bytes.getLong(40);
  }

  /** Which run of the server wrote it. */
  int run() {
    return bytes.getInt(48);
  }

  /** Which ledger it is of. */
  int ledger() {
    return bytes.getInt(52);
  }

  /** How many records it has. */
  int records() {
    return bytes.getInt(56);
  }

  /** How many bytes of rows it has. */
  int rowBytes() {
    return bytes.getInt(60);
  }

  /** Where its rows begin, from its own beginning. */
  int rowsAt() {
    return BYTES + records() * RecordCodec.BYTES;
  }

  /** Whether these are its records. */
  boolean hasRecords(ByteBuffer recordBytes) {
    return crc(recordBytes, recordBytes.position(), recordBytes.limit()) == bytes.getInt(64);
  }

  /** Whether it is written behind another entry. */
  boolean follows(long previousPosition, int previousCrc) {
    return previous() == previousPosition && bytes.getInt(68) == previousCrc;
  }

  private static ByteBuffer copy(ByteBuffer bytes, int at) {
    var copy = ByteBuffer.allocate(BYTES);
    copy.put(0, bytes, at, BYTES);
    return copy;
  }

  /** Of all of a header but this. */
  private static int headerCrc(ByteBuffer bytes, int at) {
    var crc = new CRC32C();
    crc.update(bytes.slice(at, 4));
    crc.update(bytes.slice(at + 8, BYTES - 8));
    return (int) crc.getValue();
  }

  private static int crc(ByteBuffer bytes, int from, int to) {
    var crc = new CRC32C();
    crc.update(bytes.slice(from, to - from));
    return (int) crc.getValue();
  }
}
