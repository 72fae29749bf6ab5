package loteria.supervisor.status;

import java.time.Duration;
import java.time.Instant;

/**
 * Notices that the clock was set: that it and the time that has passed disagree by more than a
 * second since it was last looked at. Used by one thread.
 */
final class ClockJumps {
  private static final long JUMP_MILLIS_MIN = 1000;

  private boolean hasLooked;
  private long lastNanos;
  private Instant last = Instant.EPOCH;

  /**
   * Looks at it.
   *
   * @param nowNanos now, as {@link System#nanoTime()}
   * @param now the clock's reading
   * @return by how many milliseconds it was set forwards, or back if that is negative; 0 if not
   */
  long millis(long nowNanos, Instant now) {
    long passedMillis = Duration.ofNanos(nowNanos - lastNanos).toMillis();
    long jump = hasLooked ? Duration.between(last, now).toMillis() - passedMillis : 0;
    hasLooked = true;
    last = now;
    lastNanos = nowNanos;
    return Math.abs(jump) > JUMP_MILLIS_MIN ? jump : 0;
  }
}
