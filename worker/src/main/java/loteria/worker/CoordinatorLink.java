package loteria.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import loteria.ipc.codec.WorkerDialect;
import loteria.ipc.io.Channels;
import loteria.ipc.io.FrameReader;
import loteria.ipc.io.UnixSocket;
import loteria.ipc.message.WorkerMessage;
import org.jspecify.annotations.Nullable;

/** The worker's end of the coordinator socket. Any thread may send; one receives. */
final class CoordinatorLink implements AutoCloseable {
  private final SocketChannel channel;
  private final FrameReader<WorkerMessage> reader;
  private final ReentrantLock sending = new ReentrantLock();

  private CoordinatorLink(SocketChannel channel) {
    this.channel = channel;
    this.reader = FrameReader.ofWorkerMessages(channel);
  }

  static CoordinatorLink connect(Path socket) throws IOException {
    return new CoordinatorLink(UnixSocket.connect(socket));
  }

  void send(WorkerMessage message) throws IOException {
    ByteBuffer frame = WorkerDialect.encode(message);
    sending.lock();
    try {
      Channels.write(channel, frame);
    } finally {
      sending.unlock();
    }
  }

  /** Waits for the next message; null once the supervisor has closed the socket. */
  @Nullable WorkerMessage receive() throws IOException {
    return reader.next();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
