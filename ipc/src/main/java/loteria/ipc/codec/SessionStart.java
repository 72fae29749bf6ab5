package loteria.ipc.codec;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.WireException;

/**
 * What the supervisor sends first of each session on a connection to a worker: which session
 * follows, and its progress if another worker served it before. A connection has one session after
 * another, and those behind one of the text dialect begin where that has been answered all.
 *
 * <pre>
 *  0        2     3         4        12       16        24      28          32
 *  +--------+-----+---------+--------+--------+---------+-------+-----------+
 *  | "LS"   | ver | dialect | epoch  | agency | refused | day   | certified |
 *  +--------+-----+---------+--------+--------+---------+-------+-----------+
 * </pre>
 *
 * @param dialect the dialect of the session's bytes: {@link Dialect#NATIVE} or {@link Dialect#TEXT}
 * @param epoch the session's place in the order in which the supervisor accepted connections
 * @param agency the session's agency if it has been welcomed, else 0
 * @param refused id of the batch that was refused and has not been sent again, else 0
 * @param latestBirth the latest valid birth date, of the day on which the session began, so that
 *     every worker that serves it judges alike. As bytes: days since 1970-01-01
 * @param certified the agency of the peer's certificate, the only one it may speak for; 0 where the
 *     peer has none and may speak for any
 */
public record SessionStart(
    Dialect dialect, long epoch, int agency, long refused, LocalDate latestBirth, int certified) {
  /** How many bytes it has. */
  public static final int BYTES = 32;

  /** The byte that it begins with. */
  public static final byte FIRST_BYTE = 'L';

  private static final short MAGIC = (short) (FIRST_BYTE << 8 | 'S');
  private static final byte VERSION = 3;

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
        .putInt(certified)
        .flip();
  }

  /**
   * Reads it.
   *
   * @param bytes holds it from its beginning on
   * @throws WireException if the bytes are not a session start
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
        LocalDate.ofEpochDay(bytes.getInt(24)),
        bytes.getInt(28));
  }
}
