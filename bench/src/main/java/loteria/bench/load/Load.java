package loteria.bench.load;

import java.time.Duration;

/**
 * What agencies send.
 *
 * @param agencies how many at once, numbered from 1
 * @param window how many batches each has on the way
 * @param time how long they send; what is on the way then is still waited for
 * @param batchesMax most batches of each
 */
public record Load(int agencies, int window, BatchSize size, Duration time, long batchesMax) {
  /** Sends for some time. */
  public static Load lasting(Duration time, int agencies, int window, BatchSize size) {
    return new Load(agencies, window, size, time, Long.MAX_VALUE);
  }

  /** Sends a number of batches. */
  public static Load of(long batches, int agencies, int window, BatchSize size) {
    return new Load(agencies, window, size, Duration.ofHours(1), batches);
  }
}
