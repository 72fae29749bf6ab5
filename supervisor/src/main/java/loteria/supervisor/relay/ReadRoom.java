package loteria.supervisor.relay;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.WireException;

/**
 * Whether a session may be read on, for what it and all sessions together keep unanswered. Used by
 * the session's reading thread; the answering thread says when something has been answered.
 */
final class ReadRoom {
  private final RelayLimits limits;
  private final RequestLog log;
  private final ChunkPool pool;
  private final ReadDeadline clock;
  private final BooleanSupplier over;

  /** Given back by the answering thread: the reader may look again whether it may read on. */
  private final Semaphore answered = new Semaphore(0);

  private final ChunkPool.Permit permit;

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
    this.permit = pool.permit();
    this.clock = clock;
    this.over = over;
  }

  /** Something has been answered, or nothing more will be. */
  void answered() {
    if (over.getAsBoolean()) {
      permit.close();
    } else {
      permit.release();
    }
    answered.release();
  }

  /** The session ends. */
  void ended() {
    permit.close();
  }

  /** Waits until something is answered, or nothing more will be. */
  void awaitAnswer() throws InterruptedException {
    answered.acquire();
  }

  /**
   * Waits while too much is unanswered.
   *
   * @param missing how many bytes a request that has begun is known to need still
   * @return whether to read on: false when nothing more will be answered
   * @throws WireException when others made no room in time
   */
  boolean await(long missing) throws InterruptedException, WireException {
    while (!over.getAsBoolean() && isFull()) {
      clock.suspend();
      awaitAnswer();
      answered.drainPermits();
      clock.resume();
    }
    boolean isLarge = missing > 0 && log.heldBytes() + missing > ChunkPool.LARGE_BYTES;
    if (isLarge && log.unanswered() == 0 && !permit.covers(missing)) {
      awaitPermit(missing);
    }
    return !over.getAsBoolean();
  }

  /** Waits until others have been answered, or it is this session's turn to have more than that. */
  private void awaitPermit(long missing) throws InterruptedException, WireException {
    clock.suspend();
    boolean acquired = permit.acquire(missing, Duration.ofMillis(limits.retryAfterMs()));
    clock.resume();
    if (!acquired && !over.getAsBoolean()) {
      throw new WireException(
          ErrorCode.UNAVAILABLE, "too much of all agencies is unanswered, try again later");
    }
  }

  private boolean isFull() {
    int unanswered = log.unanswered();
    return unanswered >= limits.unansweredMax()
        || (unanswered > 0 && (log.heldBytes() >= limits.heldBytesMax() || pool.isFull()));
  }
}
