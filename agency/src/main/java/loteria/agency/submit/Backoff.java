package loteria.agency.submit;

import java.time.Duration;

/**
 * The delay before a retry: a random part of a ceiling that doubles from {@value #FIRST_MS} ms to
 * {@value #MAX_MS} ms, so that agencies that were cut off together do not come back together.
 */
final class Backoff {
  private static final int FIRST_MS = 50;
  private static final int MAX_MS = 2_000;
  private static final int ALWAYS_LOGGED = 3;

  private Backoff() {}

  /**
   * The delay.
   *
   * @param failures how many attempts in a row have failed, from 1
   * @param random from 0 to 1, the latter exclusive
   */
  static Duration delay(int failures, double random) {
    int doublings = Math.min(failures - 1, 16);
    long ceiling = Math.min((long) FIRST_MS << doublings, MAX_MS);
    return Duration.ofMillis((long) (ceiling * random));
  }

  /**
   * Whether this failure in a row is logged: the first ones, then each time their number has
   * doubled.
   */
  static boolean isLogged(int failures) {
    return failures <= ALWAYS_LOGGED || Integer.bitCount(failures) == 1;
  }
}
