package loteria.supervisor.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import loteria.ipc.channel.Channels;
import loteria.ipc.channel.Deadlines;
import loteria.ipc.wire.Dialect;
import loteria.ipc.wire.NativeDialect;
import loteria.ipc.wire.Reply;
import loteria.ipc.wire.TextDialect;

/** A session's way back to its agency: whole answers, and one last word. */
final class Downstream {
  private static final Duration LAST_WORD_PATIENCE = Duration.ofSeconds(1);

  private final SocketChannel channel;
  private final Dialect dialect;
  private final Deadlines deadlines;
  private final ReentrantLock sending = new ReentrantLock();

  /** Guarded by {@link #sending}. */
  private boolean closed;

  Downstream(SocketChannel channel, Dialect dialect, Deadlines deadlines) {
    this.channel = channel;
    this.dialect = dialect;
    this.deadlines = deadlines;
  }

  /** Sends whole answers. */
  void send(ByteBuffer[] answers, int count) throws IOException {
    sending.lock();
    try {
      if (closed) {
        throw new IOException("the session has been closed");
      }
      Channels.write(channel, answers, count);
    } finally {
      sending.unlock();
    }
  }

  /** Sends a last answer of the supervisor's own, and closes. */
  void fail(Reply.Failure failure) throws IOException {
    ByteBuffer last =
        switch (dialect) {
          case NATIVE -> NativeDialect.encode(failure);
          case TEXT, PING -> TextDialect.encode(0, failure);
        };
    sending.lock();
    try {
      if (!closed) {
        Channels.write(channel, last);
      }
    } finally {
      sending.unlock();
    }
    close();
  }

  /** Closes so that what was sent still arrives. The first call counts. */
  void close() throws IOException {
    sending.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      sending.unlock();
    }
    Channels.closeAfterAnswer(channel, deadlines, LAST_WORD_PATIENCE);
  }
}
