package loteria.supervisor.status;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A past moment whose age stays right although the clock was set: once the wall clock and the
 * elapsed time disagree, the moment is recomputed by the present clock. Used by one thread.
 */
final class SteadyMoment {
  /** The drift of a clock. Below it, the moment stays the same to the nanosecond. */
  private static final Duration DRIFT_MAX = Duration.ofSeconds(2);

  /**
   * The same drift backwards: to negate a duration, the JDK uses big decimals, 20 ms the first
   * time.
   */
  private static final Duration DRIFT_BACK_MAX = Duration.ofSeconds(-2);

  private @Nullable Instant recorded;
  private Instant shown = Instant.EPOCH;
  private long beganNanos;

  /**
   * The moment to show.
   *
   * @param recorded the clock's reading at the event; a different one is a different event
   * @param nowNanos now, as {@link System#nanoTime()}
   * @param now the clock's present reading
   */
  Instant shown(Instant recorded, long nowNanos, Instant now) {
    if (!recorded.equals(this.recorded)) {
      this.recorded = recorded;
      shown = recorded;
      beganNanos = nowNanos - Duration.between(recorded, now).toNanos();
    }
    Instant counted = now.minusNanos(nowNanos - beganNanos);
    Duration drift = Duration.between(shown, counted);
    if (drift.compareTo(DRIFT_MAX) > 0 || drift.compareTo(DRIFT_BACK_MAX) < 0) {
      shown = counted;
    }
    return shown;
  }
}
