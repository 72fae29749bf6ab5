package loteria.ipc.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import loteria.ipc.wire.Bytes;
import loteria.ipc.wire.Coordination;
import loteria.ipc.wire.CoordinationDialect;
import loteria.ipc.wire.Framer;
import loteria.ipc.wire.Header;
import loteria.ipc.wire.Limits;
import org.jspecify.annotations.Nullable;

/** Reads what is said on the coordinator socket. Used by one thread. */
public final class CoordinationReader {
  private final MessageReader messages;

  public CoordinationReader(ReadableByteChannel channel) {
    messages = new MessageReader(channel, Framer.ofCoordination());
  }

  /**
   * Waits for the next message; null once the peer has closed the socket.
   *
   * @throws loteria.ipc.wire.WireException when it is none
   */
  public @Nullable Coordination next() throws IOException {
    Bytes message = messages.next();
    if (message == null) {
      return null;
    }
    var bytes = ByteBuffer.wrap(message.array());
    Header header = Header.read(bytes, message.from(), Limits.COORDINATION_BYTES_MAX);
    var body = Bytes.of(message.array(), message.from() + Limits.HEADER_BYTES, message.to());
    return CoordinationDialect.message(header, body);
  }
}
