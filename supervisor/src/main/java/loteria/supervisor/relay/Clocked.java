package loteria.supervisor.relay;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import loteria.ipc.channel.Channels;
import loteria.ipc.channel.Deadlines;
import loteria.ipc.log.ActionLog;
import org.jspecify.annotations.Nullable;

/**
 * What a session's agency is waited for now, and until when. When that passes, the reading thread
 * is let go and finds here what was missing. Safe for use by several threads.
 */
final class Clocked implements Deadlines.Watched {
  private static final ActionLog LOG = new ActionLog(Clocked.class);

  private final SocketChannel channel;
  private final RelayLimits limits;

  /** Guarded by this, as is all below. */
  private long deadlineNanos;

  private String waitingFor;
  private boolean inMessage;
  private @Nullable String missed;

  /** Begins with the wait for the first message. */
  Clocked(SocketChannel channel, RelayLimits limits, boolean hasHandshake) {
    this.channel = channel;
    this.limits = limits;
    this.inMessage = true;
    this.waitingFor = hasHandshake ? "the first message" : "the rest of a message";
    this.deadlineNanos = Deadlines.in(hasHandshake ? limits.handshake() : limits.frame());
  }

  /** The agency has sent something: whether a message has begun, and whether one has just ended. */
  synchronized void read(boolean nowInMessage, boolean oneEnded, int unanswered) {
    if (nowInMessage && (oneEnded || !inMessage)) {
      waitingFor = "the rest of a message";
      deadlineNanos = Deadlines.in(limits.frame());
    }
    inMessage = nowInMessage;
    if (!inMessage) {
      betweenMessages(unanswered);
    }
  }

  /** The agency has been answered. */
  synchronized void answered(int unanswered) {
    if (!inMessage) {
      betweenMessages(unanswered);
    }
  }

  /** The agency is not read for a while: that is not its fault. */
  synchronized void suspend() {
    deadlineNanos = Deadlines.NEVER;
  }

  /** The agency is read again. */
  synchronized void resume() {
    deadlineNanos = inMessage ? Deadlines.in(limits.frame()) : Deadlines.NEVER;
  }

  /** What did not come in time, or null. */
  synchronized @Nullable String missed() {
    return missed;
  }

  @Override
  public synchronized long deadlineNanos() {
    return deadlineNanos;
  }

  @Override
  public void expire() {
    synchronized (this) {
      missed = waitingFor;
    }
    try {
      channel.shutdownInput();
    } catch (IOException e) {
      LOG.detail("session", "error", e);
      Channels.close(channel);
    }
  }

  private void betweenMessages(int unanswered) {
    waitingFor = "the next message";
    deadlineNanos = unanswered > 0 ? Deadlines.NEVER : Deadlines.in(limits.idle());
  }
}
