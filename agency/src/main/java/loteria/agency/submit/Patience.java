package loteria.agency.submit;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** The retry schedule: how long to try, and how long to wait in between. Used by one thread. */
final class Patience {
  private final Duration giveUpAfter;
  private final LongSupplier nanoClock;
  private final DoubleSupplier random;
  private long renewedAt;
  private int failures;

  /**
   * @param nanoClock as {@link System#nanoTime}
   * @param random from 0 to 1, the latter exclusive
   */
  Patience(Duration giveUpAfter, LongSupplier nanoClock, DoubleSupplier random) {
    this.giveUpAfter = giveUpAfter;
    this.nanoClock = nanoClock;
    this.random = random;
    this.renewedAt = nanoClock.getAsLong();
  }

  /** Progress was made: starts over. */
  void movedOn() {
    renew();
    failures = 0;
  }

  /** The server answered. Whether it can serve is not known: the next delay is no shorter. */
  void renew() {
    renewedAt = nanoClock.getAsLong();
  }

  /** The time left to try; zero when it is time to give up. */
  Duration left() {
    long left = giveUpAfter.toNanos() - (nanoClock.getAsLong() - renewedAt);
    return Duration.ofNanos(Math.max(left, 0));
  }

  /**
   * An attempt failed: returns how long to wait. There is always one more attempt: if all the time
   * passed before the first failure, this process was asleep.
   */
  Duration failed() {
    failures++;
    if (failures == 1 && left().isZero()) {
      renew();
    }
    return Backoff.delay(failures, random.getAsDouble());
  }

  /** How many attempts in a row have failed. */
  int failures() {
    return failures;
  }
}
