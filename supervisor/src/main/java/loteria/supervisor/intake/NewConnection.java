package loteria.supervisor.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.codec.TextDialect;
import loteria.ipc.io.Channels;
import loteria.ipc.io.Deadlines;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.supervisor.relay.Relay;
import loteria.supervisor.tls.TlsServer;

/**
 * A connection whose dialect is not known yet: its first bytes choose it. A PING is answered here;
 * a connection in no dialect is logged once and closed, and a refused one gets its reply; all
 * others go to the relay.
 */
final class NewConnection implements Deadlines.Watched {
  private static final ActionLog LOG = new ActionLog(NewConnection.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Entrance entrance;
  private final SocketChannel channel;
  private final int connection;
  private final String ip;
  private final Deadlines deadlines;
  private final Relay relay;
  private final long deadlineNanos;
  private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.UNKNOWN);
  private volatile boolean late;

  /** The fate of the connection: served or closed, never both. */
  private enum Fate {
    UNKNOWN,
    SERVED,
    CLOSED
  }

  /**
   * @param patience time for the first bytes to arrive
   */
  NewConnection(
      Entrance entrance, int connection, Duration patience, Deadlines deadlines, Relay relay) {
    this.entrance = entrance;
    this.channel = entrance.channel();
    this.connection = connection;
    this.ip = entrance.peer().ip();
    this.deadlines = deadlines;
    this.relay = relay;
    this.deadlineNanos = Deadlines.in(patience);
  }

  /**
   * Serves the connection until it ends.
   *
   * @param first what has been read of it, and where what is read next goes
   */
  void serve(ByteBuffer first) throws IOException, InterruptedException {
    deadlines.watch(this);
    try {
      Dialect.Guess guess = guess(first);
      if (!fate.compareAndSet(Fate.UNKNOWN, Fate.SERVED)) {
        return;
      }
      if (guess instanceof Dialect.Guess.Known(Dialect dialect)) {
        serve(dialect, first);
      } else if (guess instanceof Dialect.Guess.Unknown) {
        turnAway(
            TlsServer.isTls(first.get(0))
                ? "the first bytes are those of TLS, which this port does not speak"
                : "the first bytes are in no dialect");
      } else if (late) {
        turnAway("the first bytes did not come in time");
      } else if (first.position() > 0) {
        turnAway("the first bytes are cut short");
      }
    } finally {
      deadlines.forget(this);
    }
  }

  private void serve(Dialect dialect, ByteBuffer first) throws IOException, InterruptedException {
    Reply.Failure refusal = entrance.refusal();
    if (refusal != null) {
      refuse(dialect, refusal);
    } else if (dialect == Dialect.PING) {
      pong(first);
    } else {
      deadlines.forget(this);
      relay.serve(channel, connection, dialect, entrance.peer(), first.flip());
    }
  }

  @Override
  public long deadlineNanos() {
    return deadlineNanos;
  }

  @Override
  public void expire() {
    late = true;
    try {
      channel.shutdownInput();
    } catch (IOException e) {
      LOG.detail("session", "ip", ip, "error", e);
      Channels.close(channel);
    }
  }

  /** Closes the connection, unless its first bytes have arrived. */
  void closeIfUnknown() {
    if (fate.compareAndSet(Fate.UNKNOWN, Fate.CLOSED)) {
      Channels.close(channel);
    }
  }

  private Dialect.Guess guess(ByteBuffer first) throws IOException {
    Dialect.Guess guess = Dialect.guess(first);
    while (guess instanceof Dialect.Guess.TooShort && channel.read(first) >= 0) {
      guess = Dialect.guess(first);
    }
    return guess;
  }

  /** Answers a line that a person typed, once a worker is ready. */
  private void pong(ByteBuffer line) throws IOException {
    while (indexOfLineFeed(line) < 0) {
      if (!line.hasRemaining() || channel.read(line) < 0) {
        turnAway("PING has no line end");
        return;
      }
    }
    if (!relay.canServe()) {
      turnAway("PING while no worker is ready");
      return;
    }
    line.put(1, (byte) 'O');
    end(line.flip().limit(indexOfLineFeed(line) + 1));
  }

  /** Says why the peer is not served, in its own dialect. */
  private void refuse(Dialect dialect, Reply.Failure refusal) throws IOException {
    if (refusal.code() == ErrorCode.NOT_YOURS) {
      relay.denials().denied(entrance.peer(), refusal.text());
    } else {
      LOG.warn("session", "ip", ip, "error", refusal.text());
    }
    end(dialect == Dialect.NATIVE ? NativeDialect.encode(refusal) : TextDialect.encode(0, refusal));
  }

  private void turnAway(String why) throws IOException {
    LOG.warn("session", "ip", ip, "error", why);
    end(TextDialect.encode(0, new Reply.Failure(ErrorCode.MALFORMED, why)));
  }

  private void end(ByteBuffer last) throws IOException {
    Channels.closeAfterAnswer(channel, last, deadlines, PATIENCE);
  }

  private static int indexOfLineFeed(ByteBuffer line) {
    for (int i = 0; i < line.limit() && i < line.capacity(); i++) {
      if (line.get(i) == '\n') {
        return i;
      }
    }
    return -1;
  }
}
