package loteria.worker.ledger;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import loteria.ipc.wire.Coordination.DrawRecord;
import loteria.worker.ledger.JournalRecord.AgencyClosed;
import loteria.worker.ledger.JournalRecord.AgencyFinished;
import loteria.worker.ledger.JournalRecord.BatchStored;
import loteria.worker.ledger.JournalRecord.Drawn;
import loteria.worker.ledger.JournalRecord.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Journal records as bytes, all of one size, big-endian. The size divides a disk sector's, so no
 * record lies across two.
 *
 * <pre>
 *  0      1         4          8        12      16         24       32       40       48       52      60     64
 *  +------+---------+----------+--------+-------+----------+--------+--------+--------+--------+-------+------+
 *  | kind | version | sequence | agency | rows  | batch id | from   | length | forced | CRC of | zero  | CRC  |
 *  |      |         |          |        |       |          |        |        |        | rows   |       |      |
 *  | 2, 4 |         |          | agency |       | batches  | bets   |        | forced |        |       | 0–59 |
 *  |  3   |         |          |        |       | number   | winners|        | forced | CRC of |       |      |
 *  +------+---------+----------+--------+-------+----------+--------+--------+--------+ winners+-------+------+
 * </pre>
 */
public final class RecordCodec {
  /** Bytes of a record. */
  public static final int SIZE = 64;

  private static final byte VERSION = 1;
  private static final byte BATCH_STORED = 1;
  private static final byte AGENCY_FINISHED = 2;
  private static final byte DRAWN = 3;
  private static final byte AGENCY_CLOSED = 4;
  private static final int CRC_AT = 60;

  private RecordCodec() {}

  /** Appends a record to a buffer. */
  public static void write(ByteBuffer out, Entry entry) {
    int at = out.position();
    switch (entry.fact()) {
      case BatchStored(int agency, long batch, long from, long length, int rows, int crc32c) ->
          write(out, BATCH_STORED, entry, agency, rows, batch, from, length, crc32c);
      case AgencyFinished(int agency, long batches, long bets) ->
          write(out, AGENCY_FINISHED, entry, agency, 0, batches, bets, 0, 0);
      case AgencyClosed(int agency, long batches, long bets) ->
          write(out, AGENCY_CLOSED, entry, agency, 0, batches, bets, 0, 0);
      case Drawn(DrawRecord(int winningNumber, int winners, int crc32c)) ->
          write(out, DRAWN, entry, 0, 0, winningNumber, winners, 0, crc32c);
    }
    out.putInt(crc(out, at));
  }

  /**
   * The record at {@code at}, or null where there is no whole one.
   *
   * @param sequence the place in the journal that it must name
   */
  public static @Nullable Entry read(ByteBuffer bytes, int at, int sequence) {
    boolean whole =
        bytes.getInt(at + CRC_AT) == crc(bytes, at)
            && bytes.get(at + 1) == VERSION
            && bytes.getInt(at + 4) == sequence;
    JournalRecord fact = whole ? fact(bytes, at) : null;
    return fact == null ? null : new Entry(sequence, (int) bytes.getLong(at + 40), fact);
  }

  /** Whether a place in the journal has never been written to. */
  static boolean isBlank(ByteBuffer bytes, int at) {
    for (int i = 0; i < SIZE; i += Long.BYTES) {
      if (bytes.getLong(at + i) != 0) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable JournalRecord fact(ByteBuffer bytes, int at) {
    int agency = bytes.getInt(at + 8);
    long second = bytes.getLong(at + 16);
    long third = bytes.getLong(at + 24);
    int crc32c = bytes.getInt(at + 48);
    return switch (bytes.get(at)) {
      case BATCH_STORED ->
          new BatchStored(
              agency, second, third, bytes.getLong(at + 32), bytes.getInt(at + 12), crc32c);
      case AGENCY_FINISHED -> new AgencyFinished(agency, second, third);
      case AGENCY_CLOSED -> new AgencyClosed(agency, second, third);
      case DRAWN -> new Drawn(new DrawRecord((int) second, (int) third, crc32c));
      default -> null;
    };
  }

  private static void write(
      ByteBuffer out,
      byte kind,
      Entry entry,
      int agency,
      int rows,
      long second,
      long third,
      long length,
      int crc32c) {
    out.put(kind).put(VERSION).putShort((short) 0);
    out.putInt(entry.sequence()).putInt(agency).putInt(rows);
    out.putLong(second).putLong(third).putLong(length);
    out.putLong(entry.forced()).putInt(crc32c).putLong(0);
  }

  private static int crc(ByteBuffer bytes, int at) {
    var crc = new CRC32C();
    crc.update(bytes.slice(at, CRC_AT));
    return (int) crc.getValue();
  }
}
