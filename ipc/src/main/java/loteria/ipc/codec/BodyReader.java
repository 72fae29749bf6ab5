package loteria.ipc.codec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.WireException;

/**
 * A reader of one frame's body. A body that does not fit its type throws a {@link WireException}.
 */
final class BodyReader {
  private final ByteBuffer body;

  BodyReader(Bytes body) {
    this.body = ByteBuffer.wrap(body.array(), body.from(), body.length());
  }

  /** Reads one item of a list. */
  interface Item<T> {
    T read(BodyReader reader) throws WireException;
  }

  /** Reads a whole body. */
  static <T> T read(Bytes body, Item<T> message) throws WireException {
    var reader = new BodyReader(body);
    T value;
    try {
      value = message.read(reader);
    } catch (BufferUnderflowException _) {
      throw new WireException(ErrorCode.MALFORMED, "body is too short for its type");
    }
    if (reader.body.hasRemaining()) {
      throw new WireException(ErrorCode.MALFORMED, "body is too long for its type");
    }
    return value;
  }

  int u8() {
    return body.get() & 0xff;
  }

  int u16() {
    return body.getShort() & 0xffff;
  }

  /** A u32 as an {@code int}: a value over 2³¹−1 comes out negative, which no valid field is. */
  int u32() {
    return body.getInt();
  }

  long u64() {
    return body.getLong();
  }

  String text() {
    int length = u16();
    if (length > body.remaining()) {
      throw new BufferUnderflowException();
    }
    var text =
        new String(
            body.array(), body.arrayOffset() + body.position(), length, StandardCharsets.UTF_8);
    body.position(body.position() + length);
    return text;
  }

  /** The rest of the body. */
  Bytes rest() {
    int from = body.arrayOffset() + body.position();
    int to = body.arrayOffset() + body.limit();
    body.position(body.limit());
    return Bytes.of(body.array(), from, to);
  }

  <T> List<T> list(Item<T> item) throws WireException {
    int count = u32();
    if (count < 0 || count > body.remaining()) {
      throw new BufferUnderflowException();
    }
    List<T> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.add(item.read(this));
    }
    return items;
  }
}
