package loteria.ipc.codec;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.WireException;

/**
 * What the supervisor says first on a connection that it makes to a worker: which session follows,
 * and how far it has come where another worker has had it before.
 *
 * <pre>
 *  0        2     3         4        12       16        24      28
 *  +--------+-----+---------+--------+--------+---------+-------+
 *  | "LS"   | ver | dialect | epoch  | agency | refused | day   |
 *  +--------+-----+---------+--------+--------+---------+-------+
 * </pre>
 *
 * @param dialect what the session's bytes are in: {@link Dialect#NATIVE} or {@link Dialect#TEXT}
 * @param epoch which session it is: the later the supervisor took its connection, the higher
 * @param agency whose it is, if it has been welcomed; else 0
 * @param refused id of the batch that was refused and has not come again; 0 where there is none
 * @param latestBirth no birth date may be later; of the day on which the session began, so that
 *     every worker that gets it judges alike. As bytes: days since 1970 began
 */
public record SessionStart(
    Dialect dialect, long epoch, int agency, long refused, LocalDate latestBirth) {
  /** Bytes of it. */
  public static final int BYTES = 28;

  private static final short MAGIC = (short) ('L' << 8 | 'S');
  private static final byte VERSION = 2;

  /** As bytes, ready to be written to a channel. */
  public ByteBuffer encode() {
    return ByteBuffer.allocate(BYTES)
        .putShort(MAGIC)
        .put(VERSION)
        .put((byte) (dialect == Dialect.NATIVE ? 'N' : 'T'))
        .putLong(epoch)
        .putInt(agency)
        .putLong(refused)
        .putInt((int) latestBirth.toEpochDay())
        .flip();
  }

  /**
   * Reads it.
   *
   * @param bytes holds it from its beginning on
   * @throws WireException when it is none
   */
  public static SessionStart read(ByteBuffer bytes) throws WireException {
    int dialect = bytes.get(3);
    if (bytes.getShort(0) != MAGIC
        || bytes.get(2) != VERSION
        || (dialect != 'N' && dialect != 'T')) {
      throw new WireException(ErrorCode.MALFORMED, "the connection is not the supervisor's");
    }
    return new SessionStart(
        dialect == 'N' ? Dialect.NATIVE : Dialect.TEXT,
        bytes.getLong(4),
        bytes.getInt(12),
        bytes.getLong(16),
        LocalDate.ofEpochDay(bytes.getInt(24)));
  }
}
