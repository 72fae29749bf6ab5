package loteria.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import loteria.ipc.channel.Channels;
import loteria.ipc.channel.CoordinationReader;
import loteria.ipc.channel.UnixSocket;
import loteria.ipc.wire.Coordination;
import loteria.ipc.wire.CoordinationDialect;
import org.jspecify.annotations.Nullable;

/** The worker's end of the coordinator socket. Any thread may send; one receives. */
final class CoordinatorLink implements AutoCloseable {
  private final SocketChannel channel;
  private final CoordinationReader reader;
  private final ReentrantLock sending = new ReentrantLock();

  private CoordinatorLink(SocketChannel channel) {
    this.channel = channel;
    this.reader = new CoordinationReader(channel);
  }

  static CoordinatorLink connect(Path socket) throws IOException {
    return new CoordinatorLink(UnixSocket.connect(socket));
  }

  void send(Coordination message) throws IOException {
    ByteBuffer frame = CoordinationDialect.encode(message);
    sending.lock();
    try {
      Channels.write(channel, frame);
    } finally {
      sending.unlock();
    }
  }

  /** Waits for the next message; null once the supervisor has closed the socket. */
  @Nullable Coordination receive() throws IOException {
    return reader.next();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
