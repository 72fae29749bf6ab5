package loteria.supervisor.draw;

import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * When the intake closes by itself.
 *
 * @param at the moment; null where it only closes once all agencies have finished
 * @param clock the time of day, which may be set
 */
public record ClosingTime(@Nullable Instant at, InstantSource clock) {
  /** Whether that moment has come. */
  boolean isReached() {
    return at != null && !clock.instant().isBefore(at);
  }
}
