package loteria.worker.redo;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a turn appended to both files, and where. As it lies in the log, big-endian:
 *
 * <pre>
 *  0       4         8            16           24        32      36    40
 *  +-------+---------+------------+------------+---------+-------+-----+---------+------+
 *  | magic | bytes   | generation | place in   | place   | bytes | CRC | records | rows |
 *  |       | of      |            | the        | in      | of    | of  |         |      |
 *  |       | records |            | journal    | bets.csv| rows  | all |         |      |
 *  +-------+---------+------------+------------+---------+-------+-----+---------+------+
 * </pre>
 *
 * @param generation in which it was written; it counts in that one only
 * @param journalAt where in the journal its records belong, in bytes
 * @param records their bytes
 * @param betsAt where in bets.csv its rows belong, in bytes
 * @param rows their bytes
 */
public record RedoEntry(
    long generation, long journalAt, ByteBuffer records, long betsAt, ByteBuffer rows) {
  static final int HEADER_BYTES = 40;

  private static final int MAGIC = 0x5245_444f;
  private static final int CRC_AT = 36;

  int length() {
    return HEADER_BYTES + records.limit() + rows.limit();
  }

  /**
   * Completes an entry whose records, then rows, are in the buffer, behind room for its header.
   *
   * @param whole from 0 to its position; is flipped
   */
  static void complete(
      ByteBuffer whole, long generation, long journalAt, int recordBytes, long betsAt) {
    whole.flip();
    whole.putInt(0, MAGIC).putInt(4, recordBytes).putLong(8, generation);
    whole.putLong(16, journalAt).putLong(24, betsAt);
    whole.putInt(32, whole.limit() - HEADER_BYTES - recordBytes);
    whole.putInt(CRC_AT, crc(whole, 0, whole.limit()));
  }

  /** The entry that begins at {@code at}; null where no whole one does. Shares the bytes. */
  static @Nullable RedoEntry read(ByteBuffer bytes, int at) {
    int room = bytes.limit() - at - HEADER_BYTES;
    if (room < 0 || bytes.getInt(at) != MAGIC) {
      return null;
    }
    int records = bytes.getInt(at + 4);
    int rows = bytes.getInt(at + 32);
    boolean fits = records >= 0 && rows >= 0 && (long) records + rows <= room;
    if (!fits || bytes.getInt(at + CRC_AT) != crc(bytes, at, HEADER_BYTES + records + rows)) {
      return null;
    }
    int body = at + HEADER_BYTES;
    return new RedoEntry(
        bytes.getLong(at + 8),
        bytes.getLong(at + 16),
        bytes.slice(body, records),
        bytes.getLong(at + 24),
        bytes.slice(body + records, rows));
  }

  private static int crc(ByteBuffer bytes, int at, int length) {
    var crc = new CRC32C();
    crc.update(bytes.slice(at, CRC_AT));
    crc.update(bytes.slice(at + HEADER_BYTES, length - HEADER_BYTES));
    return (int) crc.getValue();
  }
}
