package loteria.supervisor.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import loteria.ipc.channel.Channels;
import loteria.ipc.channel.Deadlines;
import loteria.ipc.wire.Dialect;
import loteria.ipc.wire.ErrorCode;
import loteria.ipc.wire.NativeDialect;
import loteria.ipc.wire.Reply;
import loteria.ipc.wire.TextDialect;

/**
 * A session's way back to its agency: whole answers, and one last word. An agency that does not
 * take its answers in time is cut off. Any thread may send.
 */
final class Downstream implements Deadlines.Watched {
  private static final Duration LAST_WORD_PATIENCE = Duration.ofSeconds(1);

  private final SocketChannel channel;
  private final Dialect dialect;
  private final Deadlines deadlines;
  private final Duration patience;
  private final ReentrantLock sending = new ReentrantLock();

  /** Guarded by {@link #sending}: nothing more is sent. */
  private boolean closed;

  /** Guarded by {@link #sending}: somebody sees to the connection's end. */
  private boolean finished;

  private volatile long deadlineNanos = Deadlines.NEVER;

  /**
   * @param patience how long the agency may take to take answers in
   */
  Downstream(SocketChannel channel, Dialect dialect, Deadlines deadlines, Duration patience) {
    this.channel = channel;
    this.dialect = dialect;
    this.deadlines = deadlines;
    this.patience = patience;
  }

  /** Sends whole answers. */
  void send(ByteBuffer[] answers, int count) throws IOException {
    sending.lock();
    try {
      if (closed) {
        throw new IOException("the session has been closed");
      }
      write(answers, count);
    } finally {
      sending.unlock();
    }
  }

  /** Sends a last answer of the supervisor's own; {@link #close} is still to be called. */
  void fail(Reply.Failure failure) throws IOException {
    ByteBuffer last =
        switch (dialect) {
          case NATIVE ->
              failure.code() == ErrorCode.OTHER_VERSION
                  ? NativeDialect.encodeForOtherVersion(failure)
                  : NativeDialect.encode(failure);
          case TEXT, PING -> TextDialect.encode(0, failure);
        };
    sending.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      write(new ByteBuffer[] {last}, 1);
    } finally {
      sending.unlock();
    }
  }

  /** Closes so that what was sent still arrives. The first call counts. */
  void close() throws IOException {
    sending.lock();
    try {
      if (finished) {
        return;
      }
      finished = true;
      closed = true;
    } finally {
      sending.unlock();
    }
    Channels.closeAfterAnswer(channel, deadlines, LAST_WORD_PATIENCE);
  }

  /** Whether the agency has had its last word. */
  boolean isClosed() {
    sending.lock();
    try {
      return closed;
    } finally {
      sending.unlock();
    }
  }

  @Override
  public long deadlineNanos() {
    return deadlineNanos;
  }

  @Override
  public void expire() {
    Channels.close(channel);
  }

  private void write(ByteBuffer[] answers, int count) throws IOException {
    deadlineNanos = Deadlines.in(patience);
    try {
      Channels.write(channel, answers, count);
    } finally {
      deadlineNanos = Deadlines.NEVER;
    }
  }
}
