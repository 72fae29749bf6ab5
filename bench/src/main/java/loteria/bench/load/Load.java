package loteria.bench.load;

import java.time.Duration;

/**
 * The load of the agencies.
 *
 * @param agencies how many at once, numbered from 1
 * @param window how many batches of each are in flight
 * @param time how long they send; batches in flight then are still waited for
 * @param batchesMax most batches of each
 */
public record Load(int agencies, int window, BatchSize size, Duration time, long batchesMax) {
  /** A load for some time. */
  public static Load lasting(Duration time, int agencies, int window, BatchSize size) {
    return new Load(agencies, window, size, time, Long.MAX_VALUE);
  }

  /** A load of a number of batches. */
  public static Load of(long batches, int agencies, int window, BatchSize size) {
    return new Load(agencies, window, size, Duration.ofHours(1), batches);
  }
}
