package loteria.supervisor.relay;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import loteria.ipc.io.Channels;
import loteria.ipc.io.Deadlines;
import loteria.ipc.logging.ActionLog;
import org.jspecify.annotations.Nullable;

/**
 * What a session's agency is waited for now, and until when. When that passes, the reading thread
 * is woken and finds here what was missing. While the agency is not read, no end of its stream
 * would be seen: then it is looked whether it is still there. Safe for use by several threads.
 */
final class ReadDeadline implements Deadlines.Watched {
  private static final ActionLog LOG = new ActionLog(ReadDeadline.class);

  /** How often it is looked whether an agency that is not read is still there. */
  private static final Duration CHECK_PEER_EVERY = Duration.ofSeconds(1);

  private final Deadlines deadlines;
  private final SocketChannel channel;
  private final RelayLimits limits;

  private final Peer peer;

  /** Guarded by this, as is all below. */
  private long deadlineNanos;

  private String waitingFor;
  private boolean inMessage;
  private boolean suspended;
  private boolean ended;
  private long suspendedDeadlineNanos;
  private long suspendedAtNanos;
  private @Nullable String missed;

  /** The agency's end of the connection. Nothing here may block. */
  interface Peer {
    /**
     * How many requests of it are unanswered. Asked under the lock: a number that was true a moment
     * ago could undo a newer one.
     */
    int unanswered();

    /** Whether it is there no more. Asked while nobody reads from it. */
    boolean isGone();

    /** Ends the session of one that is gone. */
    void closeRead();
  }

  /** Begins with the wait for the first message. */
  ReadDeadline(
      Deadlines deadlines,
      SocketChannel channel,
      Peer peer,
      RelayLimits limits,
      boolean hasHandshake) {
    this.deadlines = deadlines;
    this.channel = channel;
    this.peer = peer;
    this.limits = limits;
    this.inMessage = true;
    this.waitingFor = hasHandshake ? "the first message" : "the rest of a message";
    this.deadlineNanos = Deadlines.in(hasHandshake ? limits.handshake() : limits.frame());
  }

  void begin() {
    deadlines.watch(this);
  }

  synchronized void end() {
    ended = true;
    deadlines.forget(this);
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
    if (!inMessage && !suspended) {
      betweenMessages();
    }
  }

  /** The agency is not read for a while: that is not its fault. */
  synchronized void suspend() {
    suspended = true;
    suspendedAtNanos = System.nanoTime();
    suspendedDeadlineNanos = deadlineNanos;
    deadlineNanos = Deadlines.in(CHECK_PEER_EVERY);
  }

  /** The agency is read again: a message that it has begun may take as much longer. */
  synchronized void resume() {
    suspended = false;
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

  /** Since it was looked the agency may have been read on: then it has more time. */
  @Override
  public void expire() {
    synchronized (this) {
      if (ended) {
        return;
      }
      if (suspended) {
        checkPeer();
        return;
      }
      if (deadlineNanos == Deadlines.NEVER || deadlineNanos - System.nanoTime() > 0) {
        deadlines.watch(this);
        return;
      }
      missed = waitingFor;
    }
    stopReading();
  }

  /** Under the lock, without which the reading thread cannot begin to read again. */
  private void checkPeer() {
    if (peer.isGone()) {
      peer.closeRead();
    } else {
      deadlineNanos = Deadlines.in(CHECK_PEER_EVERY);
      deadlines.watch(this);
    }
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
    deadlineNanos = peer.unanswered() > 0 ? Deadlines.NEVER : Deadlines.in(limits.idle());
  }
}
