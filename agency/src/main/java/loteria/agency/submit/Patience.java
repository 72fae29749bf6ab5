package loteria.agency.submit;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long to try without progress. Pure. Used by one thread. */
final class Patience {
  private final Duration giveUpAfter;
  private final int servers;
  private final LongSupplier nanoClock;
  private long renewedAt;
  private int failures;

  /**
   * @param servers how many there are to try
   * @param nanoClock as {@link System#nanoTime}
   */
  Patience(Duration giveUpAfter, int servers, LongSupplier nanoClock) {
    this.giveUpAfter = giveUpAfter;
    this.servers = servers;
    this.nanoClock = nanoClock;
    this.renewedAt = nanoClock.getAsLong();
  }

  /** Progress was made: starts over. */
  void movedOn() {
    renew();
    failures = 0;
  }

  /** A server answered. Whether it can serve is not known. */
  void renew() {
    renewedAt = nanoClock.getAsLong();
  }

  /** The time left to try; zero when it is time to give up. */
  Duration left() {
    long left = giveUpAfter.toNanos() - (nanoClock.getAsLong() - renewedAt);
    return Duration.ofNanos(Math.max(left, 0));
  }

  /**
   * An attempt failed. There is always one more: if all the time passed before the first failure,
   * this process was asleep. A server that takes long to fail takes no time from those that have
   * not been tried.
   */
  void failed() {
    failures++;
    boolean hasUntried = failures < servers;
    if (hasUntried || (failures == 1 && left().isZero())) {
      renew();
    }
  }
}
