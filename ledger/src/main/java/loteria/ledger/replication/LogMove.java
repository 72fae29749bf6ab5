package loteria.ledger.replication;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import loteria.ipc.message.Bytes;
import loteria.ledger.replication.ReplicatedLog.Message;
import org.jspecify.annotations.Nullable;

/**
 * The message that ends a log whose ledger has moved: nothing behind it counts. It says at which
 * offset it is to be, and means nothing at another: so a log to which a server appended meanwhile
 * has not ended.
 *
 * <pre>
 *   0       4       8        16          32
 *   +-------+-------+--------+-----------+--------------+
 *   | magic | ledger| offset | id of the | where it is, |
 *   |       |       |        | new ledger| UTF-8        |
 *   +-------+-------+--------+-----------+--------------+
 * </pre>
 *
 * @param ledger the tag of the ledger that has moved
 * @param offset where the message is, or it means nothing
 * @param target the ledger that continues the draw
 * @param place where that is, for a person
 */
public record LogMove(int ledger, long offset, UUID target, String place) {
  /** Begins with a byte that no text has; the last says the version. */
  private static final int MAGIC = 0xff4c_4d01;

  private static final int FIXED_BYTES = 32;

  /** As a message. */
  public byte[] message() {
    byte[] text = place.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(FIXED_BYTES + text.length)
        .putInt(MAGIC)
        .putInt(ledger)
        .putLong(offset)
        .putLong(target.getMostSignificantBits())
        .putLong(target.getLeastSignificantBits())
        .put(text)
        .array();
  }

  /** What a message says; null where it is no such message. */
  public static @Nullable LogMove read(Bytes message) {
    var in = ByteBuffer.wrap(message.array(), message.from(), message.length());
    if (message.length() < FIXED_BYTES || in.getInt() != MAGIC) {
      return null;
    }
    return new LogMove(
        in.getInt(),
        in.getLong(),
        new UUID(in.getLong(), in.getLong()),
        StandardCharsets.UTF_8.decode(in).toString());
  }

  /** The move with which a message ends the log of a ledger; null where it does not. */
  public static @Nullable LogMove endOf(int ledger, Message message) {
    LogMove move = read(message.content());
    boolean isEnd = move != null && move.ledger == ledger && move.offset == message.offset();
    return isEnd ? move : null;
  }

  /** Why the ledger is not served any more. */
  public NotServedException exception() {
    return new NotServedException("this draw has moved to " + place + ": serve it there");
  }
}
