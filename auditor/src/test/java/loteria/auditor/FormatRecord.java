package loteria.auditor;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** A record as docs/LOG-FORMAT.md has it, and the rows that belong to it. */
final class FormatRecord {
  private static final byte[] NO_ROWS = {};

  private final byte[] bytes;
  private final byte[] rows;

  private FormatRecord(byte[] bytes, byte[] rows) {
    this.bytes = bytes;
    this.rows = rows;
  }

  byte[] bytes() {
    return bytes;
  }

  byte[] rows() {
    return rows;
  }

  static FormatRecord of(
      int kind, int end, int number, long first, long second, long digest, long epoch) {
    var bytes = ByteBuffer.allocate(40);
    bytes.put((byte) kind).put((byte) end).putShort((short) 0).putInt(number);
    bytes.putLong(first).putLong(second).putLong(digest).putLong(epoch);
    return new FormatRecord(bytes.array(), NO_ROWS);
  }

  static FormatRecord batch(int agency, long id, int count, byte[] rows, long epoch) {
    long size = (long) count << 32 | rows.length;
    FormatRecord record = of(1, 0, agency, id, size, digest(rows), epoch);
    return new FormatRecord(record.bytes, rows);
  }

  static FormatRecord opened(int agency, long epoch) {
    return of(2, 0, agency, 0, 0, 0, epoch);
  }

  static FormatRecord finished(int agency, long batches, long bets) {
    return of(3, 0, agency, batches, bets, 0, 0);
  }

  static FormatRecord drawn(int number, long winners, byte[] winnersFile) {
    return of(5, 0, number, winners, 0, crc32c(winnersFile), 0);
  }

  static FormatRecord ended() {
    return of(8, 0, 0, 0, 0, 0, 0);
  }

  static FormatRecord agencyState(
      int agency, int end, long batches, long bets, byte[] rows, long epoch) {
    return of(9, end, agency, batches, bets, digest(rows), epoch);
  }

  static FormatRecord rowsState(byte[] rows) {
    return of(10, 0, 0, 0, 0, digest(rows), 0);
  }

  static FormatRecord viewForced(long position, long bytes) {
    return of(7, 0, 0, position, bytes, 0, 0);
  }

  static FormatRecord intakeClosed() {
    return of(12, 0, 0, 0, 0, 0, 0);
  }

  static FormatRecord sealed(int agencies, String seal) {
    FormatRecord record = of(13, 0, agencies, 0, 0, 0, 0);
    System.arraycopy(HexFormat.of().parseHex(seal), 0, record.bytes, 8, 32);
    return record;
  }

  static FormatRecord numberDrawn(int number) {
    return of(14, 0, number, 0, 0, 0, 0);
  }

  static long crc32c(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue();
  }

  private static long digest(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    return crc32c(bytes) << 32 | crc.getValue();
  }
}
