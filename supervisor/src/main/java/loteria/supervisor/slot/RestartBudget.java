package loteria.supervisor.slot;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;

/**
 * How soon a slot's process is started again, and when no more: at once the first time, then after
 * a pause that doubles and is jittered, and never after too many deaths in a short time. Pure but
 * for what it remembers: time and chance are parameters.
 *
 * <p>A process that did what it is for is not part of a crash loop: its death counts as the first.
 */
final class RestartBudget {
  private static final int DEATHS_MAX = 5;
  private static final Duration DEATHS_WINDOW = Duration.ofSeconds(30);
  private static final Duration PAUSE_FIRST = Duration.ofMillis(100);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

  private final int deathsMax;
  private final Duration window;
  private final Duration pauseFirst;
  private final Duration pauseMax;
  private final Deque<Long> deathsNanos = new ArrayDeque<>();

  /**
   * @param deathsMax how many deaths within {@code window} are allowed
   * @param pauseFirst how long to wait after the second death
   * @param pauseMax how long to wait at most
   */
  RestartBudget(int deathsMax, Duration window, Duration pauseFirst, Duration pauseMax) {
    this.deathsMax = deathsMax;
    this.window = window;
    this.pauseFirst = pauseFirst;
    this.pauseMax = pauseMax;
  }

  /** What each slot has. */
  static RestartBudget ofSlot() {
    return new RestartBudget(DEATHS_MAX, DEATHS_WINDOW, PAUSE_FIRST, PAUSE_MAX);
  }

  /**
   * Takes a death into account.
   *
   * @param served whether the process had stored anything
   * @return whether the slot may be started again
   */
  boolean allows(long nowNanos, boolean served) {
    if (served) {
      deathsNanos.clear();
    }
    while (!deathsNanos.isEmpty() && nowNanos - deathsNanos.peekFirst() > window.toNanos()) {
      deathsNanos.pollFirst();
    }
    deathsNanos.addLast(nowNanos);
    return deathsNanos.size() <= deathsMax;
  }

  /** How long to wait before the next start. */
  Duration pause(RandomGenerator random) {
    int deaths = deathsNanos.size();
    if (deaths <= 1) {
      return Duration.ZERO;
    }
    long doubled = pauseFirst.toNanos() << Math.min(deaths - 2, 20);
    long ceiling = Math.min(doubled, pauseMax.toNanos());
    return Duration.ofNanos(ceiling / 2 + random.nextLong(ceiling / 2 + 1));
  }
}
