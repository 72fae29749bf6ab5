package loteria.supervisor.relay;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.function.IntSupplier;
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

  /** Asked under the lock: a number that was true a moment ago could undo a newer one. */
  private final IntSupplier unanswered;

  /** Guarded by this, as is all below. */
  private long deadlineNanos;

  private String waitingFor;
  private boolean inMessage;
  private long suspendedDeadlineNanos;
  private long suspendedAtNanos;
  private @Nullable String missed;

  /**
   * Begins with the wait for the first message.
   *
   * @param unanswered how many requests are
   */
  Clocked(SocketChannel channel, RelayLimits limits, boolean hasHandshake, IntSupplier unanswered) {
    this.channel = channel;
    this.limits = limits;
    this.unanswered = unanswered;
    this.inMessage = true;
    this.waitingFor = hasHandshake ? "the first message" : "the rest of a message";
    this.deadlineNanos = Deadlines.in(hasHandshake ? limits.handshake() : limits.frame());
  }

  /** The agency has sent something: whether a message has begun, and whether one has just ended. */
  synchronized void read(boolean nowInMessage, boolean oneEnded) {
    if (nowInMessage && (oneEnded || !inMessage)) {
      waitingFor = "the rest of a message";
      deadlineNanos = Deadlines.in(limits.frame());
    }
    inMessage = nowInMessage;
    if (!inMessage) {
      betweenMessages();
    }
  }

  /** The agency has been answered. */
  synchronized void answered() {
    if (!inMessage) {
      betweenMessages();
    }
  }

  /** The agency is not read for a while: that is not its fault. */
  synchronized void suspend() {
    suspendedAtNanos = System.nanoTime();
    suspendedDeadlineNanos = deadlineNanos;
    deadlineNanos = Deadlines.NEVER;
  }

  /** The agency is read again: a message that it has begun may take as much longer. */
  synchronized void resume() {
    if (inMessage) {
      deadlineNanos = suspendedDeadlineNanos + (System.nanoTime() - suspendedAtNanos);
    } else {
      betweenMessages();
    }
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
    stopReading();
  }

  /** Lets the reading thread go. */
  void stopReading() {
    try {
      channel.shutdownInput();
    } catch (IOException e) {
      LOG.detail("session", "error", e);
      Channels.close(channel);
    }
  }

  private void betweenMessages() {
    waitingFor = "the next message";
    deadlineNanos = unanswered.getAsInt() > 0 ? Deadlines.NEVER : Deadlines.in(limits.idle());
  }
}
