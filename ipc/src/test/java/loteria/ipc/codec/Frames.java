package loteria.ipc.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Limits;

/** Frames and their bytes, as tests make and compare them. */
final class Frames {
  private Frames() {}

  /** A frame of this type, with a right checksum. */
  static Bytes frame(int type, byte[] body) {
    byte[] frame = new byte[Limits.HEADER_BYTES + body.length];
    System.arraycopy(body, 0, frame, Limits.HEADER_BYTES, body.length);
    new FrameHeader(type, body.length, Bytes.of(body).crc32c()).write(frame);
    return Bytes.of(frame);
  }

  static Bytes utf8(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] content(ByteBuffer buffer) {
    byte[] content = new byte[buffer.remaining()];
    buffer.get(buffer.position(), content);
    return content;
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static String hex(ByteBuffer buffer) {
    return hex(content(buffer));
  }
}
