package loteria.ledger.commit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32C;
import loteria.ipc.message.Bytes;
import loteria.ledger.state.DamagedLogException;

/**
 * Orders as a message of the replicated log. Big-endian:
 *
 * <pre>
 *   0       4       8         12           16       24
 *   +-------+-------+---------+------------+--------+-------------------+---------------------+
 *   | magic | ledger| orders  | CRC32C of  | random | 48 bytes an order | rows of all batches |
 *   |       |       |         | the rest   |        | (OrderCodec)      |                     |
 *   +-------+-------+---------+------------+--------+-------------------+---------------------+
 * </pre>
 *
 * <p>The random bytes make any two messages different: a log that has lost messages, and has others
 * in their place, is known by its last one.
 */
final class OrderMessage {
  /** Begins with a byte that no text has; the last says the version. */
  private static final int MAGIC = 0xff4c_5401;

  private static final int CRC_AT = 12;
  private static final int HEADER_BYTES = 24;

  private OrderMessage() {}

  /** The most bytes that a message has besides its rows. */
  static int bytesMax(int orders) {
    return HEADER_BYTES + orders * OrderCodec.BYTES;
  }

  /**
   * Writes a message.
   *
   * @param ledger the tag of the ledger that it is for
   * @param orders each an {@link Order.Open}, an {@link Order.Update}, an {@link Order.Advance} or
   *     an {@link Order.RecordDraw}; none: a message that is only waited for
   */
  static byte[] encode(int ledger, List<Order> orders) {
    long rowBytes = 0;
    for (Order order : orders) {
      rowBytes += order instanceof Order.Append append ? append.batch().content().length() : 0;
    }
    var out = ByteBuffer.allocate(Math.toIntExact(bytesMax(orders.size()) + rowBytes));
    out.putInt(MAGIC).putInt(ledger).putInt(orders.size()).putInt(0);
    out.putLong(ThreadLocalRandom.current().nextLong());
    orders.forEach(order -> OrderCodec.encode(out, order));
    for (Order order : orders) {
      if (order instanceof Order.Append append) {
        Bytes rows = append.batch().content();
        out.put(rows.array(), rows.from(), rows.length());
      }
    }
    return seal(out.array());
  }

  /** Has a message say its checksum. */
  static byte[] seal(byte[] message) {
    ByteBuffer.wrap(message).putInt(CRC_AT, crc(Bytes.of(message)));
    return message;
  }

  private static int crc(Bytes message) {
    var crc = new CRC32C();
    crc.update(message.array(), message.from(), CRC_AT);
    int rest = message.from() + CRC_AT + Integer.BYTES;
    crc.update(message.array(), rest, message.to() - rest);
    return (int) crc.getValue();
  }

  /**
   * Reads a message.
   *
   * @param ledger the tag of the ledger that it must be for
   * @param offset where it is, for the error
   * @return orders whose answers nobody waits for
   * @throws DamagedLogException when it is no message that this version knows
   */
  static List<Order> decode(int ledger, Bytes message, long offset) throws DamagedLogException {
    var in = ByteBuffer.wrap(message.array(), message.from(), message.length());
    if (message.length() < HEADER_BYTES || in.getInt() != MAGIC) {
      throw OrderCodec.damaged(offset, "it is no message of this version");
    }
    if (in.getInt() != ledger) {
      throw OrderCodec.damaged(offset, "it is for another ledger");
    }
    int count = in.getInt();
    if (in.getInt() != crc(message)) {
      throw OrderCodec.damaged(offset, "it has changed");
    }
    in.position(message.from() + HEADER_BYTES);
    if (count < 0 || count > (message.length() - HEADER_BYTES) / OrderCodec.BYTES) {
      throw OrderCodec.damaged(offset, "it says that it has " + count + " orders");
    }
    var decoder = new OrderCodec.Decoder(message, offset, message.from() + bytesMax(count));
    List<Order> orders = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      orders.add(decoder.next(in));
    }
    if (decoder.rowsAt() != message.to()) {
      throw OrderCodec.damaged(offset, "its rows are not as many as its batches say");
    }
    return orders;
  }
}
