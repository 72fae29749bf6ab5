package loteria.ipc.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Limits;
import loteria.ipc.message.WireException;

/** The parts of a frame, for tests that hold a whole one. */
final class Frames {
  private Frames() {}

  static FrameHeader header(byte[] frame) throws WireException {
    return FrameHeader.read(ByteBuffer.wrap(frame), 0, Limits.REPLY_BYTES_MAX);
  }

  static Bytes body(byte[] frame) {
    return Bytes.of(frame, Limits.HEADER_BYTES, frame.length);
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
