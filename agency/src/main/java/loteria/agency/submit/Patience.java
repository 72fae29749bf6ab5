package loteria.agency.submit;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** How long it is worth trying, and how long to wait in between. Used by one thread. */
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

  /** Something was achieved: all begins anew. */
  void movedOn() {
    renew();
    failures = 0;
  }

  /** The server is there. Whether it is of use is not known: the next wait is no shorter. */
  void renew() {
    renewedAt = nanoClock.getAsLong();
  }

  /** How long there is left to try; zero when it is time to give up. */
  Duration left() {
    long left = giveUpAfter.toNanos() - (nanoClock.getAsLong() - renewedAt);
    return Duration.ofNanos(Math.max(left, 0));
  }

  /**
   * Something failed: says how long to wait. It is tried at least once more: where all the time
   * went by before the first failure, it was this process that slept.
   */
  Duration failed() {
    failures++;
    if (failures == 1 && left().isZero()) {
      renew();
    }
    return Backoff.delay(failures, random.getAsDouble());
  }

  /** How many times in a row something failed. */
  int failures() {
    return failures;
  }
}
