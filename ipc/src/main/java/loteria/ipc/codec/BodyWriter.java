package loteria.ipc.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Limits;

/** A writer of one frame: big-endian, unsigned, text as UTF-8 preceded by its length. */
final class BodyWriter {
  private ByteBuffer frame = ByteBuffer.allocate(64).position(Limits.HEADER_BYTES);

  BodyWriter u8(int value) {
    reserve(1).put((byte) value);
    return this;
  }

  BodyWriter u16(int value) {
    reserve(2).putShort((short) value);
    return this;
  }

  BodyWriter u32(int value) {
    reserve(4).putInt(value);
    return this;
  }

  BodyWriter u64(long value) {
    reserve(8).putLong(value);
    return this;
  }

  /** Text of up to 65,535 bytes; a longer one is cut. */
  BodyWriter text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, 0xffff);
    u16(length);
    reserve(length).put(bytes, 0, length);
    return this;
  }

  BodyWriter bytes(Bytes bytes) {
    reserve(bytes.length()).put(bytes.array(), bytes.from(), bytes.length());
    return this;
  }

  <T> BodyWriter list(Collection<T> items, BiConsumer<BodyWriter, T> write) {
    u32(items.size());
    items.forEach(item -> write.accept(this, item));
    return this;
  }

  /** The frame, header and all, ready to be written to a channel. */
  ByteBuffer frame(int type) {
    int length = frame.position() - Limits.HEADER_BYTES;
    var crc = new CRC32C();
    crc.update(frame.array(), Limits.HEADER_BYTES, length);
    new FrameHeader(type, length, (int) crc.getValue()).write(frame.array());
    return frame.flip();
  }

  private ByteBuffer reserve(int more) {
    if (frame.remaining() < more) {
      int capacity = Math.max(frame.capacity() * 2, frame.position() + more);
      frame = ByteBuffer.wrap(Arrays.copyOf(frame.array(), capacity)).position(frame.position());
    }
    return frame;
  }
}
