package loteria.supervisor.status;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When something began, told so that how long ago that was is right although the clock was set
 * meanwhile: once the clock and the time that has passed differ, the beginning is told by the clock
 * as it is now. Used by one thread.
 */
final class SteadyMoment {
  /** What a clock may drift. While it is less, the moment stays the same to the nanosecond. */
  private static final Duration DRIFT_MAX = Duration.ofSeconds(2);

  /** That much back: to negate a duration, Java takes long decimals, and 20 ms the first time. */
  private static final Duration DRIFT_BACK_MAX = Duration.ofSeconds(-2);

  private @Nullable Instant recorded;
  private Instant told = Instant.EPOCH;
  private long beganNanos;

  /**
   * The moment to tell.
   *
   * @param recorded what the clock said then; another one is another moment's
   * @param nowNanos now, as {@link System#nanoTime()}
   * @param now now, as the clock says
   */
  Instant told(Instant recorded, long nowNanos, Instant now) {
    if (!recorded.equals(this.recorded)) {
      this.recorded = recorded;
      told = recorded;
      beganNanos = nowNanos - Duration.between(recorded, now).toNanos();
    }
    Instant counted = now.minusNanos(nowNanos - beganNanos);
    Duration drift = Duration.between(told, counted);
    if (drift.compareTo(DRIFT_MAX) > 0 || drift.compareTo(DRIFT_BACK_MAX) < 0) {
      told = counted;
    }
    return told;
  }
}
