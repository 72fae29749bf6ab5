package loteria.auditor.log;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * One entry of the log: a view of its bytes, valid until the next one is read. The layout is in
 * docs/LOG-FORMAT.md.
 */
public final class AuditedEntry {
  static final int HEADER_BYTES = 72;
  static final int FOOTER_BYTES = 8;

  /** Entries begin at multiples of this. */
  static final int ALIGNMENT = 4096;

  /** What a disk writes completely or not at all. */
  private static final int SECTOR_BYTES = 512;

  private static final int MAGIC = 0xff4c47;
  private static final int FOOTER_MAGIC = 0xff454e44;
  private static final byte FILLING = (byte) 0xee;
  private static final int AGENCY_MAX = 999_999;

  static final int TURN = 1;
  static final int STATE = 2;
  static final int NEXT = 3;

  private final byte[] array;
  private final ByteBuffer bytes;

  /**
   * @param array the entry begins at 0
   * @param length how many bytes of it are known
   */
  AuditedEntry(byte[] array, int length) {
    this.array = array;
    this.bytes = ByteBuffer.wrap(array, 0, length);
  }

  /** Whether its header is that of an entry at this position. */
  boolean hasHeader(long position) {
    return bytes.limit() >= HEADER_BYTES
        && bytes.getInt(0) >>> 8 == MAGIC
        && bytes.getInt(4) == headerCrc()
        && position() == position;
  }

  /** Of the header without the checksum itself. */
  private int headerCrc() {
    byte[] rest = new byte[HEADER_BYTES - Integer.BYTES];
    bytes.get(0, rest, 0, Integer.BYTES);
    bytes.get(2 * Integer.BYTES, rest, Integer.BYTES, rest.length - Integer.BYTES);
    return Checksums.crc32c(rest, 0, rest.length);
  }

  int kind() {
    return Byte.toUnsignedInt(bytes.get(3));
  }

  /** Whether it stands for everything before its segment. */
  public boolean isState() {
    return kind() == STATE;
  }

  int crc() {
    return bytes.getInt(4);
  }

  /** Where it begins. */
  public long position() {
    return bytes.getLong(8);
  }

  boolean follows(long previous, int previousCrc) {
    return bytes.getLong(16) == previous && bytes.getInt(68) == previousCrc;
  }

  long forced() {
    return bytes.getLong(24);
  }

  /** Bytes of rows in all entries before. */
  public long betsAt() {
    return bytes.getLong(32);
  }

  int ledger() {
    return bytes.getInt(52);
  }

  /** How many records it has. */
  public int records() {
    return bytes.getInt(56);
  }

  /** Bytes of its rows. */
  public int rowBytes() {
    return bytes.getInt(60);
  }

  /** Bytes that it takes; more than a segment has if its counts are absurd. */
  long space() {
    long records = Integer.toUnsignedLong(records()) * AuditedRecord.BYTES;
    long used = HEADER_BYTES + records + Integer.toUnsignedLong(rowBytes()) + FOOTER_BYTES;
    return Math.ceilDiv(used, ALIGNMENT) * (long) ALIGNMENT;
  }

  /** Whether all of it is known. */
  boolean isComplete() {
    return space() <= bytes.limit();
  }

  /** Where its rows begin in {@link #array}. */
  public int rowsAt() {
    return HEADER_BYTES + records() * AuditedRecord.BYTES;
  }

  /** Its bytes, from 0. */
  public byte[] array() {
    return array;
  }

  /**
   * A record.
   *
   * @param index from 0
   * @throws OtherFormatException if this version does not define it
   */
  public AuditedRecord record(int index) throws OtherFormatException {
    return AuditedRecord.at(bytes, HEADER_BYTES + index * AuditedRecord.BYTES, position());
  }

  /**
   * Compares everything behind the header with what the header and the records say.
   *
   * @return what is wrong; empty if nothing is
   */
  String flaw() throws OtherFormatException {
    int space = (int) space();
    if (bytes.getInt(space - FOOTER_BYTES) != crc()
        || bytes.getInt(space - FOOTER_BYTES + 4) != FOOTER_MAGIC) {
      return "the footer is not that of its header";
    }
    int recordBytes = records() * AuditedRecord.BYTES;
    if (Checksums.crc32c(array, HEADER_BYTES, recordBytes) != bytes.getInt(64)) {
      return "the records do not have their checksum";
    }
    return flawOfRows();
  }

  private String flawOfRows() throws OtherFormatException {
    int at = rowsAt();
    int end = at + rowBytes();
    for (int i = 0; i < records(); i++) {
      AuditedRecord record = record(i);
      if (record.kind().isOfAgency() && (record.number() < 1 || record.number() > AGENCY_MAX)) {
        return "a record is of agency " + Integer.toUnsignedString(record.number());
      }
      if (record.kind() == RecordKind.BATCH_STORED) {
        int length = record.rowBytes();
        if (length < 0
            || length > end - at
            || Checksums.digest(array, at, length) != record.digest()) {
          return String.format(
              Locale.ROOT,
              "the rows of batch %d of agency %d do not have their digest",
              record.first(),
              record.number());
        }
        at += length;
      }
    }
    if (at != end) {
      return "the rows are more than those of its batches";
    }
    return isFilled(end, (int) space() - FOOTER_BYTES)
        ? ""
        : "the filling behind the rows is not 0xEE";
  }

  private boolean isFilled(int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes.get(at) != FILLING) {
        return false;
      }
    }
    return true;
  }

  /** Whether a part of it was not written: 512 bytes are 0, or the file ends before. */
  boolean hasBlankSector() {
    for (int at = 0; at < bytes.limit(); at += SECTOR_BYTES) {
      if (isBlank(at, Math.min(bytes.limit(), at + SECTOR_BYTES))) {
        return true;
      }
    }
    return !isComplete();
  }

  /** Whether nothing was written where it would begin. */
  boolean isBlank() {
    return isBlank(0, Math.min(bytes.limit(), SECTOR_BYTES));
  }

  private boolean isBlank(int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes.get(at) != 0) {
        return false;
      }
    }
    return true;
  }
}
