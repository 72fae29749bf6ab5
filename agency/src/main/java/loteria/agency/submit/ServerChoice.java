package loteria.agency.submit;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Which server comes next, and how long to wait before it. Pure. Used by one thread.
 *
 * <p>Each server has a retry time of its own: after the time that it asked for, or else after its
 * back-off. One that has not failed since the last progress may be tried at once. Next is the
 * server that may be tried first; of several, the one that follows in the list:
 *
 * <pre>
 *   a fails, b fails, c fails      no wait: the next has not been tried
 *   wait, a fails                  until the first of the three retry times
 *   wait, b fails, wait, c fails   each has waited for longer now
 * </pre>
 *
 * <p>So a list of one server is retried as if there were no list, and each server of a longer one
 * is not tried more often than a single one is.
 */
final class ServerChoice {
  private final LongSupplier nanoClock;
  private final DoubleSupplier random;
  private final int[] failures;
  private final boolean[] asked;
  private final long[] retryAt;
  private int current;

  /**
   * @param servers how many there are
   * @param first the place of the one to begin with
   * @param nanoClock as {@link System#nanoTime}
   * @param random from 0 to 1, the latter exclusive
   */
  ServerChoice(int servers, int first, LongSupplier nanoClock, DoubleSupplier random) {
    this.nanoClock = nanoClock;
    this.random = random;
    this.failures = new int[servers];
    this.asked = new boolean[servers];
    this.retryAt = new long[servers];
    this.current = first;
  }

  /** The place of the server to use now. */
  int current() {
    return current;
  }

  /** How many attempts with the present server have failed in a row. */
  int failures() {
    return failures[current];
  }

  /** Progress was made: delays are short again. A time that a server asked for still counts. */
  void movedOn() {
    for (int i = 0; i < failures.length; i++) {
      failures[i] = 0;
    }
  }

  /**
   * An attempt with the present server failed: chooses the next.
   *
   * @param retryAfter the time that the server asked for; zero for none
   * @return how long to wait before it
   */
  Duration failed(Duration retryAfter) {
    failures[current]++;
    Duration backoff = Backoff.delay(failures[current], random.getAsDouble());
    long now = nanoClock.getAsLong();
    asked[current] = !retryAfter.isZero();
    retryAt[current] = now + (asked[current] ? retryAfter : backoff).toNanos();
    int next = after(current);
    for (int other = after(next); other != after(current); other = after(other)) {
      if (nanosUntil(other, now) < nanosUntil(next, now)) {
        next = other;
      }
    }
    current = next;
    return Duration.ofNanos(nanosUntil(next, now));
  }

  private int after(int server) {
    return (server + 1) % failures.length;
  }

  private long nanosUntil(int server, long now) {
    boolean mayBeTried = failures[server] == 0 && !asked[server];
    return mayBeTried ? 0 : Math.max(retryAt[server] - now, 0);
  }
}
