package loteria.ipc.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import loteria.ipc.codec.FrameHeader;
import loteria.ipc.codec.Framer;
import loteria.ipc.codec.WorkerDialect;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Limits;
import loteria.ipc.message.WorkerMessage;
import org.jspecify.annotations.Nullable;

/** A reader of the messages on the coordinator socket. Used by one thread. */
public final class WorkerMessageReader {
  private final MessageReader messages;

  public WorkerMessageReader(ReadableByteChannel channel) {
    messages = new MessageReader(channel, Framer.ofCoordination());
  }

  /**
   * Waits for the next message; null once the peer has closed the socket.
   *
   * @throws loteria.ipc.message.WireException if it is malformed
   */
  public @Nullable WorkerMessage next() throws IOException {
    Bytes message = messages.next();
    if (message == null) {
      return null;
    }
    var bytes = ByteBuffer.wrap(message.array());
    FrameHeader header = FrameHeader.read(bytes, message.from(), Limits.COORDINATION_BYTES_MAX);
    var body = Bytes.of(message.array(), message.from() + Limits.HEADER_BYTES, message.to());
    return WorkerDialect.message(header, body);
  }
}
