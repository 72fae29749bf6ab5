package loteria.supervisor.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A ring buffer of the last minutes, interval by interval. Used by one thread. */
final class HistoryRing {
  private static final Duration KEPT = Duration.ofMinutes(5);

  private final Duration interval;
  private final int intervalsMax;
  private final Deque<Double> betsPerSecond = new ArrayDeque<>();
  private final Deque<Double> commitP99Ms = new ArrayDeque<>();

  HistoryRing(Duration interval) {
    this.interval = interval;
    this.intervalsMax = Math.toIntExact(KEPT.toMillis() / interval.toMillis());
  }

  /** Adds an interval that has ended. */
  void add(double rate, double p99Ms) {
    betsPerSecond.addLast(rate);
    commitP99Ms.addLast(p99Ms);
    if (betsPerSecond.size() > intervalsMax) {
      betsPerSecond.removeFirst();
      commitP99Ms.removeFirst();
    }
  }

  History until(Instant end) {
    return new History(
        end, (int) interval.toMillis(), List.copyOf(betsPerSecond), List.copyOf(commitP99Ms));
  }
}
