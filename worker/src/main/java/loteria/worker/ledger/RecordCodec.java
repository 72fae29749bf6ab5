package loteria.worker.ledger;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import loteria.ipc.bet.RowDigest;
import loteria.ipc.wire.Coordination.DrawRecord;
import loteria.worker.ledger.JournalRecord.AgencyClosed;
import loteria.worker.ledger.JournalRecord.AgencyFinished;
import loteria.worker.ledger.JournalRecord.BatchStored;
import loteria.worker.ledger.JournalRecord.Drawn;
import loteria.worker.ledger.JournalRecord.Entry;
import loteria.worker.ledger.JournalRecord.SessionOpened;
import org.jspecify.annotations.Nullable;

/**
 * Journal records as bytes, all of one size, big-endian. The size divides a disk sector's, so no
 * record lies across two.
 *
 * <pre>
 *  0      1         4          8        12      16         24       32       36      40       48        52      60     64
 *  +------+---------+----------+--------+-------+----------+--------+--------+-------+--------+---------+-------+------+
 *  | kind | version | sequence | agency | rows  | batch id | from   | length | CRC32 | forced | CRC32C  | epoch | CRC  |
 *  |  1   |         |          |        |       |          |        |        | rows  |        | of rows |       |      |
 *  | 2, 4 |         |          | agency |       | batches  | bets   |        |       | forced |         |       | 0–59 |
 *  |  3   |         |          |        |       | number   | winners|        |       | forced | CRC32C  |       |      |
 *  |  5   |         |          | agency |       |          |        |        |       | forced | winners | epoch |      |
 *  +------+---------+----------+--------+-------+----------+--------+--------+-------+--------+---------+-------+------+
 * </pre>
 */
public final class RecordCodec {
  /** Bytes of a record. */
  public static final int SIZE = 64;

  private static final byte VERSION = 2;
  private static final byte BATCH_STORED = 1;
  private static final byte AGENCY_FINISHED = 2;
  private static final byte DRAWN = 3;
  private static final byte AGENCY_CLOSED = 4;
  private static final byte SESSION_OPENED = 5;
  private static final int CRC_AT = 60;

  private RecordCodec() {}

  /** Appends a record to a buffer. */
  public static void write(ByteBuffer out, Entry entry) {
    int at = out.position();
    JournalRecord fact = entry.fact();
    if (fact instanceof BatchStored batch) {
      writeBatch(out, entry, batch);
    } else if (fact instanceof AgencyFinished(int agency, long batches, long bets)) {
      write(out, AGENCY_FINISHED, entry, agency, 0, batches, bets, 0, 0, 0, 0);
    } else if (fact instanceof AgencyClosed(int agency, long batches, long bets)) {
      write(out, AGENCY_CLOSED, entry, agency, 0, batches, bets, 0, 0, 0, 0);
    } else if (fact instanceof SessionOpened(int agency, long epoch)) {
      write(out, SESSION_OPENED, entry, agency, 0, 0, 0, 0, 0, 0, epoch);
    } else {
      DrawRecord draw = ((Drawn) fact).draw();
      write(out, DRAWN, entry, 0, 0, draw.winningNumber(), draw.winners(), 0, 0, draw.crc32c(), 0);
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
              agency,
              second,
              third,
              bytes.getInt(at + 32),
              bytes.getInt(at + 12),
              new RowDigest(crc32c, bytes.getInt(at + 36)),
              bytes.getLong(at + 52));
      case AGENCY_FINISHED -> new AgencyFinished(agency, second, third);
      case AGENCY_CLOSED -> new AgencyClosed(agency, second, third);
      case SESSION_OPENED -> new SessionOpened(agency, bytes.getLong(at + 52));
      case DRAWN -> new Drawn(new DrawRecord((int) second, (int) third, crc32c));
      default -> null;
    };
  }

  private static void writeBatch(ByteBuffer out, Entry entry, BatchStored batch) {
    write(
        out,
        BATCH_STORED,
        entry,
        batch.agency(),
        batch.rows(),
        batch.batch(),
        batch.from(),
        batch.length(),
        batch.digest().crc32(),
        batch.digest().crc32c(),
        batch.epoch());
  }

  private static void write(
      ByteBuffer out,
      byte kind,
      Entry entry,
      int agency,
      int rows,
      long second,
      long third,
      int length,
      int crc32,
      int crc32c,
      long epoch) {
    out.put(kind).put(VERSION).putShort((short) 0);
    out.putInt(entry.sequence()).putInt(agency).putInt(rows);
    out.putLong(second).putLong(third).putInt(length).putInt(crc32);
    out.putLong(entry.forced()).putInt(crc32c).putLong(epoch);
  }

  private static int crc(ByteBuffer bytes, int at) {
    var crc = new CRC32C();
    crc.update(bytes.slice(at, CRC_AT));
    return (int) crc.getValue();
  }
}
