package loteria.supervisor.relay;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.codec.TextDialect;
import loteria.ipc.io.Channels;
import loteria.ipc.io.Deadlines;
import loteria.ipc.io.PeerCheck;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.tls.TlsSocketChannel;

/**
 * A session's way back to its agency: whole answers, long ones in parts, and one last word. An
 * agency that takes nothing of them in for a while is cut off. Any thread may send.
 */
final class AgencyConnection implements Deadlines.Watched {
  private static final Duration LAST_WORD_PATIENCE = Duration.ofSeconds(1);

  /** What is written at a time: once it is taken in, the deadline starts again. */
  private static final int STEP_BYTES = 8 << 10;

  /**
   * What the kernel keeps of what the agency has not taken in, where there is much. Left to itself
   * it keeps megabytes, and lets on nothing of its progress until a third of them has gone.
   */
  private static final int SEND_BUFFER_BYTES = 64 << 10;

  private static final ActionLog LOG = new ActionLog(AgencyConnection.class);

  private final SocketChannel channel;
  private final Dialect dialect;
  private final String peer;
  private final Deadlines deadlines;
  private final Duration patience;
  private final ReentrantLock sending = new ReentrantLock();

  /** Guarded by {@link #sending}: nothing more is sent. */
  private boolean closed;

  /** Guarded by {@link #sending}: a part of an answer has been sent, and not its end. */
  private boolean inAnswer;

  /** Guarded by {@link #sending}. */
  private boolean isNarrow;

  /** Guarded by {@link #sending}: a thread is ending the connection. */
  private boolean finished;

  /** Guarded by {@link #sending}: the agency sends nothing more, and all that it sent was read. */
  private boolean hasEnded;

  private volatile long deadlineNanos = Deadlines.NEVER;

  /**
   * @param peer who the agency is, for the log
   * @param patience how long the agency may take nothing in
   */
  AgencyConnection(
      SocketChannel channel, Dialect dialect, String peer, Deadlines deadlines, Duration patience) {
    this.channel = channel;
    this.dialect = dialect;
    this.peer = peer;
    this.deadlines = deadlines;
    this.patience = patience;
  }

  /**
   * Sends answers, and parts of them.
   *
   * @param endsWhole whether the last of them is an answer's end, not a part before it
   */
  void send(ByteBuffer[] answers, int count, boolean endsWhole) throws IOException {
    sending.lock();
    try {
      if (closed) {
        throw new IOException("the session has been closed");
      }
      inAnswer = !endsWhole;
      write(answers, count);
    } finally {
      sending.unlock();
    }
  }

  /**
   * Sends a last answer of the supervisor's own; {@link #close} is still to be called. In the
   * middle of a text answer there are no words: they would be taken for its content.
   */
  void fail(Reply.Failure failure) throws IOException {
    sending.lock();
    try {
      failLocked(failure);
    } finally {
      sending.unlock();
    }
  }

  /**
   * Sends a last answer of the supervisor's own, but to an agency that is being answered.
   *
   * @return whether nothing more is sent to it
   */
  boolean failUnlessInAnswer(Reply.Failure failure) throws IOException {
    sending.lock();
    try {
      if (!inAnswer) {
        failLocked(failure);
      }
      return !inAnswer;
    } finally {
      sending.unlock();
    }
  }

  private void failLocked(Reply.Failure failure) throws IOException {
    ByteBuffer last =
        switch (dialect) {
          case NATIVE ->
              failure.code() == ErrorCode.OTHER_VERSION
                  ? NativeDialect.encodeForOtherVersion(failure)
                  : NativeDialect.encode(failure);
          case TEXT, PING -> TextDialect.encode(0, failure);
        };
    if (closed) {
      return;
    }
    closed = true;
    if (!inAnswer || dialect == Dialect.NATIVE) {
      write(new ByteBuffer[] {last}, 1);
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
      if (hasEnded && TlsSocketChannel.socketOf(channel).equals(channel)) {
        channel.close();
        return;
      }
    } finally {
      sending.unlock();
    }
    Channels.closeAfterAnswer(channel, deadlines, LAST_WORD_PATIENCE);
  }

  /** The agency's stream has been read to its end: there is nothing that closing would drop. */
  void ended() {
    sending.lock();
    try {
      hasEnded = true;
    } finally {
      sending.unlock();
    }
  }

  /**
   * Whether the agency is not there any more to be answered. Never blocks: while its answer is
   * written, and once it is being closed, when another thread reads what it still sends, it is not
   * looked.
   */
  boolean isPeerGone() {
    if (!sending.tryLock()) {
      return false;
    }
    try {
      return !finished && PeerCheck.isGone(TlsSocketChannel.socketOf(channel));
    } catch (IOException _) {
      return true;
    } finally {
      sending.unlock();
    }
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
    LOG.warn("session", "ip", peer, "error", "the answer was not taken in in time");
    Channels.close(channel);
  }

  private void write(ByteBuffer[] answers, int count) throws IOException {
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      bytes += answers[i].remaining();
    }
    deadlineNanos = Deadlines.in(patience);
    try {
      if (bytes <= STEP_BYTES) {
        Channels.write(channel, answers, count);
      } else {
        narrow();
        for (int i = 0; i < count; i++) {
          writeInSteps(answers[i]);
        }
      }
    } finally {
      deadlineNanos = Deadlines.NEVER;
    }
  }

  private void writeInSteps(ByteBuffer answer) throws IOException {
    int end = answer.limit();
    while (answer.position() < end) {
      answer.limit(Math.min(end, answer.position() + STEP_BYTES));
      Channels.write(channel, answer);
      deadlineNanos = Deadlines.in(patience);
    }
  }

  private void narrow() throws IOException {
    if (!isNarrow) {
      isNarrow = true;
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
    }
  }
}
