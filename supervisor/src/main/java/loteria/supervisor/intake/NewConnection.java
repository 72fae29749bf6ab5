package loteria.supervisor.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import loteria.ipc.codec.TextDialect;
import loteria.ipc.io.Channels;
import loteria.ipc.io.Deadlines;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Limits;
import loteria.ipc.message.Reply;
import loteria.supervisor.relay.Peer;
import loteria.supervisor.relay.Relay;

/**
 * An accepted connection whose dialect is not known yet: its first bytes choose it. A PING is
 * answered here; a connection in no dialect is logged once and closed; all others go to the relay.
 */
final class NewConnection implements Deadlines.Watched {
  private static final ActionLog LOG = new ActionLog(NewConnection.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final SocketChannel channel;
  private final long epoch;
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

  NewConnection(
      SocketChannel channel,
      long epoch,
      String ip,
      IntakeLimits limits,
      Deadlines deadlines,
      Relay relay) {
    this.channel = channel;
    this.epoch = epoch;
    this.ip = ip;
    this.deadlines = deadlines;
    this.relay = relay;
    this.deadlineNanos = Deadlines.in(limits.handshake());
  }

  /** Serves the connection until it ends. */
  void serve() throws IOException, InterruptedException {
    var first = ByteBuffer.allocate(Limits.PING_BYTES_MAX);
    deadlines.watch(this);
    try {
      Dialect.Guess guess = guess(first);
      if (!fate.compareAndSet(Fate.UNKNOWN, Fate.SERVED)) {
        return;
      }
      if (guess instanceof Dialect.Guess.Known(Dialect dialect)) {
        serve(dialect, first);
      } else if (guess instanceof Dialect.Guess.Unknown) {
        turnAway("the first bytes are in no dialect");
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
    if (dialect == Dialect.PING) {
      pong(first);
    } else {
      deadlines.forget(this);
      relay.serve(channel, epoch, dialect, Peer.at(ip), first.flip());
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
    Dialect.Guess guess = new Dialect.Guess.TooShort();
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
    Channels.write(channel, line.flip().limit(indexOfLineFeed(line) + 1));
    Channels.closeAfterAnswer(channel, deadlines, PATIENCE);
  }

  private void turnAway(String why) throws IOException {
    LOG.warn("session", "ip", ip, "error", why);
    Channels.write(channel, TextDialect.encode(0, new Reply.Failure(ErrorCode.MALFORMED, why)));
    Channels.closeAfterAnswer(channel, deadlines, PATIENCE);
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
