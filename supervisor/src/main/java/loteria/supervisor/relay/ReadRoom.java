package loteria.supervisor.relay;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import loteria.ipc.io.Deadlines;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.WireException;

/**
 * Whether a session may be read on, for what it and all sessions together keep unanswered. Used by
 * the session's reading thread; the answering thread says when something has been answered.
 */
final class ReadRoom {
  /** How often a session that may not be read looks whether others have made room. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(5);

  private final RelayLimits limits;
  private final RequestLog log;
  private final ChunkPool pool;
  private final ReadDeadline clock;
  private final BooleanSupplier over;

  /** Given back by the answering thread: the reader may look again whether it may read on. */
  private final Semaphore answered = new Semaphore(0);

  /** Whether this is the one session that may read on though all hold too much. */
  private boolean overdraws;

  /**
   * @param clock stands still while the session may not be read
   * @param over whether nothing more will be answered
   */
  ReadRoom(
      RelayLimits limits,
      RequestLog log,
      ChunkPool pool,
      ReadDeadline clock,
      BooleanSupplier over) {
    this.limits = limits;
    this.log = log;
    this.pool = pool;
    this.clock = clock;
    this.over = over;
  }

  /** Something has been answered. */
  void answered() {
    answered.release();
  }

  /** Waits until something is answered, or nothing more will be. */
  void awaitAnswer() throws InterruptedException {
    answered.acquire();
  }

  /** A message is whole: what it needed beyond the limits is another's to have. */
  void messageEnded() {
    if (overdraws) {
      overdraws = false;
      pool.overdrew();
    }
  }

  /**
   * Waits while too much is unanswered.
   *
   * @return whether to read on: false when nothing more will be answered
   * @throws WireException when others made no room in time
   */
  boolean await() throws InterruptedException, WireException {
    boolean isLarge = log.unanswered() == 0 && log.heldBytes() >= ChunkPool.LARGE_BYTES;
    if (isLarge && !overdraws && isTotalFull()) {
      awaitOthers();
    }
    while (!over.getAsBoolean() && isFull()) {
      clock.suspend();
      awaitAnswer();
      answered.drainPermits();
      clock.resume();
    }
    return !over.getAsBoolean();
  }

  /** Waits until others have been answered, or it is this session's turn to have more than that. */
  private void awaitOthers() throws InterruptedException, WireException {
    clock.suspend();
    long deadline = Deadlines.in(Duration.ofMillis(limits.retryAfterMs()));
    while (isTotalFull() && !over.getAsBoolean()) {
      overdraws = pool.overdraw();
      if (overdraws) {
        break;
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new WireException(
            ErrorCode.UNAVAILABLE, "too much of all agencies is unanswered, try again later");
      }
      Thread.sleep(LOOK_EVERY);
    }
    clock.resume();
  }

  private boolean isFull() {
    int unanswered = log.unanswered();
    return unanswered >= limits.unansweredMax()
        || (unanswered > 0 && (log.heldBytes() >= limits.heldBytesMax() || isTotalFull()));
  }

  private boolean isTotalFull() {
    return pool.takenBytes() >= limits.heldTotalBytesMax();
  }
}
