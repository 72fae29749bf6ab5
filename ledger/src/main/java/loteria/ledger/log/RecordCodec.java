package loteria.ledger.log;

import java.nio.ByteBuffer;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.Seal;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowDigest;
import loteria.ipc.row.Sha256;
import loteria.ledger.state.AgencyEnd;
import loteria.ledger.state.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records as bytes, all of one size, big-endian. The entry's header has their checksum.
 *
 * <pre>
 *      0      1     2      4         8           16            24       32      40
 *      +------+-----+------+---------+-----------+-------------+--------+-------+
 *      | kind | end |  0   | agency  | batch id  | rows, bytes | digest | epoch |   1 batch stored
 *      |      |     |      | agency  |           |             |        | epoch |   2 session opened
 *      |      |     |      | agency  | batches   | bets        |        |       |   3, 4 finished, closed
 *      |      |     |      | number  | winners   |             | CRC32C |       |   5 drawn
 *      |      |     |      | run     |           |             |        |       |   6 run begun
 *      |      |     |      |         | position  | bytes       |        |       |   7 view forced
 *      |      |     |      |         |           |             |        |       |   8 ended
 *      |      | end |      | agency  | batches   | bets        | digest | epoch |   9 agency state
 *      |      |     |      |         |           |             | digest |       |  10 rows state
 *      |      |     |      |         | offset    | CRC32C      |        |       |  11 followed to
 *      |      |     |      |         |           |             |        |       |  12 intake closed
 *      |      |     |      | agencies| SHA-256 of seal.csv                     |  13 sealed
 *      |      |     |      | number  |           |             |        |       |  14 number drawn
 *      +------+-----+------+---------+-----------+-------------+--------+-------+
 * </pre>
 */
final class RecordCodec {
  /** Bytes of a record. */
  static final int BYTES = 40;

  private static final byte BATCH_STORED = 1;
  private static final byte SESSION_OPENED = 2;
  private static final byte AGENCY_FINISHED = 3;
  private static final byte AGENCY_CLOSED = 4;
  private static final byte DRAWN = 5;
  private static final byte RUN_BEGUN = 6;
  private static final byte VIEW_FORCED = 7;
  private static final byte ENDED = 8;
  private static final byte AGENCY_STATE = 9;
  private static final byte ROWS_STATE = 10;
  private static final byte FOLLOWED_TO = 11;
  private static final byte INTAKE_CLOSED = 12;
  private static final byte SEALED = 13;
  private static final byte NUMBER_DRAWN = 14;

  private RecordCodec() {}

  /** Appends a record to a buffer. The tests are in the order of how often they hold. */
  static void write(ByteBuffer out, LogRecord record) {
    if (record instanceof LogRecord.BatchStored batch) {
      long size = ((long) batch.rows() << 32) | Integer.toUnsignedLong(batch.length());
      put(out, BATCH_STORED, 0, batch.agency(), batch.batch(), size, batch.digest(), batch.epoch());
    } else if (record instanceof LogRecord.SessionOpened(int agency, long epoch)) {
      put(out, SESSION_OPENED, 0, agency, 0, 0, RowDigest.EMPTY, epoch);
    } else if (record instanceof LogRecord.AgencyFinished(int agency, long batches, long bets)) {
      put(out, AGENCY_FINISHED, 0, agency, batches, bets, RowDigest.EMPTY, 0);
    } else if (record instanceof LogRecord.AgencyState state) {
      put(
          out,
          AGENCY_STATE,
          state.end().code(),
          state.agency(),
          state.batches(),
          state.bets(),
          state.digest(),
          state.epoch());
    } else if (record instanceof LogRecord.AgencyClosed(int agency, long batches, long bets)) {
      put(out, AGENCY_CLOSED, 0, agency, batches, bets, RowDigest.EMPTY, 0);
    } else if (record instanceof LogRecord.Drawn(DrawRecord draw)) {
      var sum = new RowDigest(0, draw.crc32c());
      put(out, DRAWN, 0, draw.winningNumber(), draw.winners(), 0, sum, 0);
    } else if (record instanceof LogRecord.RunBegun(int run)) {
      put(out, RUN_BEGUN, 0, run, 0, 0, RowDigest.EMPTY, 0);
    } else if (record instanceof LogRecord.ViewForced(long position, long bytes)) {
      put(out, VIEW_FORCED, 0, 0, position, bytes, RowDigest.EMPTY, 0);
    } else if (record instanceof LogRecord.RowsState(RowDigest digest)) {
      put(out, ROWS_STATE, 0, 0, 0, 0, digest, 0);
    } else if (record instanceof LogRecord.FollowedTo(long offset, int crc)) {
      put(out, FOLLOWED_TO, 0, 0, offset, crc, RowDigest.EMPTY, 0);
    } else if (record instanceof LogRecord.IntakeClosed) {
      put(out, INTAKE_CLOSED, 0, 0, 0, 0, RowDigest.EMPTY, 0);
    } else if (record instanceof LogRecord.Sealed(Seal(int agencies, Sha256 sum))) {
      var third = RowDigest.ofValue(sum.third());
      put(out, SEALED, 0, agencies, sum.first(), sum.second(), third, sum.fourth());
    } else if (record instanceof LogRecord.NumberDrawn(int number)) {
      put(out, NUMBER_DRAWN, 0, number, 0, 0, RowDigest.EMPTY, 0);
    } else {
      put(out, ENDED, 0, 0, 0, 0, RowDigest.EMPTY, 0);
    }
  }

  /** The record at {@code at}; null where the bytes are none of this version. */
  static @Nullable LogRecord read(ByteBuffer bytes, int at) {
    byte kind = bytes.get(at);
    int number = bytes.getInt(at + 4);
    long first = bytes.getLong(at + 8);
    long second = bytes.getLong(at + 16);
    RowDigest digest = RowDigest.ofValue(bytes.getLong(at + 24));
    long epoch = bytes.getLong(at + 32);
    boolean isOfAgency = (kind >= BATCH_STORED && kind <= AGENCY_CLOSED) || kind == AGENCY_STATE;
    if ((isOfAgency && (number < 1 || number > AgencyId.MAX))
        || (kind == BATCH_STORED && (int) second < 0)) {
      return null;
    }
    return switch (kind) {
      case BATCH_STORED ->
          new LogRecord.BatchStored(
              number, first, (int) (second >>> 32), (int) second, digest, epoch);
      case SESSION_OPENED -> new LogRecord.SessionOpened(number, epoch);
      case AGENCY_FINISHED -> new LogRecord.AgencyFinished(number, first, second);
      case AGENCY_CLOSED -> new LogRecord.AgencyClosed(number, first, second);
      case DRAWN -> new LogRecord.Drawn(new DrawRecord(number, (int) first, digest.crc32()));
      case RUN_BEGUN -> new LogRecord.RunBegun(number);
      case VIEW_FORCED -> new LogRecord.ViewForced(first, second);
      case ENDED -> new LogRecord.Ended();
      case AGENCY_STATE -> {
        AgencyEnd end = AgencyEnd.of(bytes.get(at + 1));
        if (end == null) {
          yield null;
        }
        yield new LogRecord.AgencyState(number, first, second, digest, epoch, end);
      }
      case ROWS_STATE -> new LogRecord.RowsState(digest);
      case FOLLOWED_TO -> new LogRecord.FollowedTo(first, (int) second);
      case INTAKE_CLOSED -> new LogRecord.IntakeClosed();
      case SEALED ->
          new LogRecord.Sealed(new Seal(number, new Sha256(first, second, digest.value(), epoch)));
      case NUMBER_DRAWN -> new LogRecord.NumberDrawn(number);
      default -> null;
    };
  }

  private static void put(
      ByteBuffer out,
      byte kind,
      int end,
      int number,
      long first,
      long second,
      RowDigest digest,
      long epoch) {
    out.put(kind).put((byte) end).putShort((short) 0).putInt(number);
    out.putLong(first).putLong(second).putLong(digest.value()).putLong(epoch);
  }
}
