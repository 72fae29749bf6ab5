package loteria.ipc.codec;

import java.nio.ByteBuffer;
import java.util.Locale;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Limits;
import loteria.ipc.message.WireException;

/**
 * The header of a native frame, {@value Limits#HEADER_BYTES} bytes.
 *
 * <pre>
 *  0        2     3      4              8              12
 *  +--------+-----+------+--------------+--------------+
 *  | "LN"   | ver | type | body length  | CRC32C(body) |
 *  +--------+-----+------+--------------+--------------+
 * </pre>
 *
 * @param type which message
 * @param length bytes of the body
 * @param crc32c of the body
 */
public record FrameHeader(int type, int length, int crc32c) {
  /** The version of the native dialect that this program speaks. */
  public static final int VERSION = 2;

  /** The index of the version in a header. */
  static final int VERSION_AT = 2;

  /** The version in the header of an ERROR to a peer that speaks another version. */
  static final byte FIRST_VERSION = 1;

  private static final short MAGIC = (short) ('L' << 8 | 'N');

  /**
   * Reads a header.
   *
   * @param bytes holds it from index {@code at} on
   * @param bodyBytesMax the longest body allowed
   * @throws WireException if the bytes are not a header, or it announces a longer body
   */
  static FrameHeader read(ByteBuffer bytes, int at, int bodyBytesMax) throws WireException {
    if (bytes.getShort(at) != MAGIC) {
      throw new WireException(ErrorCode.MALFORMED, "frame does not begin with LN");
    }
    int version = bytes.get(at + VERSION_AT) & 0xff;
    int type = bytes.get(at + 3) & 0xff;
    // An ERROR is the same in every version, so that peers of different versions can report the
    // difference.
    if (version != VERSION && type != FrameType.ERROR) {
      throw new WireException(
          ErrorCode.OTHER_VERSION,
          String.format(
              Locale.ROOT,
              "the peer speaks version %d of the native dialect, this program version %d",
              version,
              VERSION));
    }
    long length = bytes.getInt(at + 4) & 0xffff_ffffL;
    if (length > bodyBytesMax) {
      throw new WireException(
          ErrorCode.TOO_LARGE, "body of " + length + " bytes is over " + bodyBytesMax);
    }
    return new FrameHeader(type, (int) length, bytes.getInt(at + 8));
  }

  /**
   * Reads the header of a whole frame.
   *
   * @throws WireException when it is malformed, or announces a longer body
   */
  static FrameHeader of(Bytes frame, int bodyBytesMax) throws WireException {
    return read(ByteBuffer.wrap(frame.array()), frame.from(), bodyBytesMax);
  }

  /** The body of a whole frame. */
  static Bytes body(Bytes frame) {
    return Bytes.of(frame.array(), frame.from() + Limits.HEADER_BYTES, frame.to());
  }

  /** The version that a whole frame is written in. */
  public static int version(Bytes frame) {
    return frame.array()[frame.from() + VERSION_AT] & 0xff;
  }

  /** Writes the header to the front of a frame. */
  void write(byte[] frame) {
    ByteBuffer.wrap(frame)
        .putShort(MAGIC)
        .put((byte) VERSION)
        .put((byte) type)
        .putInt(length)
        .putInt(crc32c);
  }

  /**
   * Compares a body with the header.
   *
   * @throws WireException if its checksum differs
   */
  void check(Bytes body) throws WireException {
    if (body.crc32c() != crc32c) {
      throw new WireException(ErrorCode.CHECKSUM, "checksum of the body is not the header's");
    }
  }
}
