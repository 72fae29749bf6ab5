package loteria.ledger.commit;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Request;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.message.WorkerMessage.Seal;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowCheck;
import loteria.ipc.row.RowDigest;
import loteria.ipc.row.Sha256;
import loteria.ledger.AgencySession;
import loteria.ledger.state.DamagedLogException;

/**
 * An order as it is in an {@link OrderMessage}: 48 bytes, big-endian, and elsewhere in the message
 * the rows of a batch.
 *
 * <pre>
 *   0      1       2     4         8           16            24       32      40          48
 *   +------+-------+-----+---------+-----------+-------------+--------+-------+-----------+
 *   | kind |       |  0  | agency  |           |             |        | epoch | epoch that|  1 open
 *   |      |       |     | agency  | batch id  | rows, bytes | digest | epoch | was newest|  2 append
 *   |      | flags |     | agency  | batches   | bets        | digest | epoch |           |  3 finish
 *   |      |       |     | agency  |           |             |        |       |           |  4 close
 *   |      |       |     | number  | winners   |             | CRC32C |       |           |  5 draw
 *   |      | flags |     | number  | SHA-256 of seal.csv                     | agencies  |  6 advance
 *   +------+-------+-----+---------+-----------+-------------+--------+-------+-----------+
 * </pre>
 *
 * <p>Flag 1 of finish: the agency says what it counts. Flags of advance: 1 to the closing, 2 to the
 * seal, 4 to the number, each besides those before it.
 *
 * <p>What a version does not know it must not pass over: it would decide otherwise than others.
 */
final class OrderCodec {
  /** How many bytes an order has, without rows. */
  static final int BYTES = 48;

  private static final byte OPEN = 1;
  private static final byte APPEND = 2;
  private static final byte FINISH = 3;
  private static final byte CLOSE = 4;
  private static final byte DRAW = 5;
  private static final byte ADVANCE = 6;
  private static final int HAS_TOTALS = 1;
  private static final int TO_CLOSING = 1;
  private static final int TO_SEAL = 2;
  private static final int TO_NUMBER = 4;
  private static final Sha256 NO_SUM = new Sha256(0, 0, 0, 0);

  private OrderCodec() {}

  /** Writes an order; not its rows. */
  static void encode(ByteBuffer out, Order order) {
    switch (order) {
      case Order.Advance(DrawStage target, var _) -> {
        encode(out, target);
        return;
      }
      case Order.Append(var _, var agency, var batch, var digest, var _, var _) -> {
        long size = ((long) batch.rows() << 32) | batch.content().length();
        put(out, APPEND, 0, agency.number(), batch.id(), size, digest);
      }
      case Order.Open open -> put(out, OPEN, 0, open.agency().number(), 0, 0, RowDigest.EMPTY);
      case Order.Finish(var _, var agency, var totals, var _, var _) -> {
        int flags = totals == null ? 0 : HAS_TOTALS;
        Request.Finish counted = totals == null ? new Request.Finish(0, 0, 0) : totals;
        put(
            out,
            FINISH,
            flags,
            agency.number(),
            counted.batches(),
            counted.bets(),
            RowDigest.ofValue(counted.digest()));
      }
      case Order.Close(var agency, var _) ->
          put(out, CLOSE, 0, agency.number(), 0, 0, RowDigest.EMPTY);
      case Order.RecordDraw(var draw, var _) ->
          put(
              out,
              DRAW,
              0,
              draw.winningNumber(),
              draw.winners(),
              0,
              new RowDigest(0, draw.crc32c()));
      default -> throw new IllegalArgumentException("not for other machines: " + order);
    }
    Order.OfSession asked = order instanceof Order.OfSession it ? it : null;
    out.putLong(asked == null ? 0 : asked.session().epoch());
    out.putLong(asked == null ? 0 : asked.after());
  }

  private static void encode(ByteBuffer out, DrawStage target) {
    Seal seal = target.seal();
    Integer number = target.number();
    int flags =
        (target.closed() ? TO_CLOSING : 0)
            | (seal == null ? 0 : TO_SEAL)
            | (number == null ? 0 : TO_NUMBER);
    Sha256 sum = seal == null ? NO_SUM : seal.sha256();
    put(
        out,
        ADVANCE,
        flags,
        number == null ? 0 : number,
        sum.first(),
        sum.second(),
        RowDigest.ofValue(sum.third()));
    out.putLong(sum.fourth()).putLong(seal == null ? 0 : seal.agencies());
  }

  private static void put(
      ByteBuffer out, byte kind, int flags, int number, long first, long second, RowDigest digest) {
    out.put(kind).put((byte) flags).putShort((short) 0).putInt(number);
    out.putLong(first).putLong(second).putLong(digest.value());
  }

  static DamagedLogException damaged(long offset, String why) {
    return new DamagedLogException(
        String.format(Locale.ROOT, "replicated log, offset %d: %s", offset, why));
  }

  /**
   * Reads the orders of one message. Those of one session have one session object, so that what
   * fails first fails what is behind it, for every reader alike. Rows that are not those which a
   * batch's digest is of were changed in the memory of the server that appended them: such a batch
   * fails for all.
   */
  static final class Decoder {
    private final Bytes message;
    private final long offset;
    private final Map<Long, AgencySession> sessions = new HashMap<>();
    private int rowsAt;

    /**
     * @param offset where the message is, for the error
     * @param rowsAt where the rows of its first batch are
     */
    Decoder(Bytes message, long offset, int rowsAt) {
      this.message = message;
      this.offset = offset;
      this.rowsAt = rowsAt;
    }

    /** Where the rows of the next batch are. */
    int rowsAt() {
      return rowsAt;
    }

    /**
     * The next order; takes its rows, too.
     *
     * @throws DamagedLogException when it is no order that this version knows
     */
    Order next(ByteBuffer in) throws DamagedLogException {
      byte kind = in.get();
      byte flags = in.get();
      int filling = in.getShort();
      int number = in.getInt();
      long first = in.getLong();
      long second = in.getLong();
      RowDigest digest = RowDigest.ofValue(in.getLong());
      long epoch = in.getLong();
      long after = in.getLong();
      if (filling != 0 || (flags & ~flagsOf(kind)) != 0) {
        throw damaged(offset, "an order with something that this version does not know");
      }
      if (kind == ADVANCE) {
        var sum = new Sha256(first, second, digest.value(), epoch);
        Seal seal = (flags & TO_SEAL) == 0 ? null : new Seal((int) after, sum);
        Integer drawn = (flags & TO_NUMBER) == 0 ? null : number;
        if (drawn != null && (drawn < 0 || drawn > RowCheck.NUMBER_MAX)) {
          throw damaged(offset, "a number that cannot be drawn: " + drawn);
        }
        var target = new DrawStage((flags & TO_CLOSING) != 0, seal, drawn);
        return new Order.Advance(target, new PendingAnswer<>());
      }
      if (kind == DRAW) {
        var draw = new DrawRecord(number, (int) first, digest.crc32());
        return new Order.RecordDraw(draw, new PendingAnswer<>());
      }
      if (number < 1 || number > AgencyId.MAX) {
        throw damaged(offset, "an order of agency " + number);
      }
      var agency = new AgencyId(number);
      AgencySession session = sessions.computeIfAbsent(epoch, AgencySession::new);
      return switch (kind) {
        case OPEN -> new Order.Open(session, agency, after, new PendingAnswer<>());
        case APPEND -> {
          Bytes rows = rows((int) second);
          var batch = new Request.Batch(first, count((int) (second >>> 32)), rows);
          boolean isWhole = digest.equals(RowDigest.of(rows.array(), rows.from(), rows.to()));
          yield isWhole
              ? new Order.Append(session, agency, batch, digest, after, new PendingAnswer<>())
              : new Order.Spoiled(session, agency, after, new PendingAnswer<>());
        }
        case FINISH -> {
          boolean hasTotals = (flags & HAS_TOTALS) != 0;
          var totals = hasTotals ? new Request.Finish(first, second, digest.value()) : null;
          yield new Order.Finish(session, agency, totals, after, new PendingAnswer<>());
        }
        case CLOSE -> new Order.Close(agency, new PendingAnswer<>());
        default -> throw damaged(offset, "an order of the unknown kind " + kind);
      };
    }

    private static int flagsOf(byte kind) {
      return switch (kind) {
        case FINISH -> HAS_TOTALS;
        case ADVANCE -> TO_CLOSING | TO_SEAL | TO_NUMBER;
        default -> 0;
      };
    }

    private int count(int rows) throws DamagedLogException {
      if (rows < 0) {
        throw damaged(offset, "a batch of " + rows + " rows");
      }
      return rows;
    }

    private Bytes rows(int length) throws DamagedLogException {
      if (length < 0 || length > message.to() - rowsAt) {
        throw damaged(offset, "it is shorter than its batches");
      }
      rowsAt += length;
      return Bytes.of(message.array(), rowsAt - length, rowsAt);
    }
  }
}
