package loteria.bench.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Simulated time: what is to happen, in its order. */
final class Clock {
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingDouble(Event::at).thenComparingLong(Event::number));

  private double now;
  private long number;

  /** Something that happens, at a time in ns. */
  private record Event(double at, long number, Runnable what) {}

  double now() {
    return now;
  }

  /** Has something happen in so many ns; what is due at the same time happens in this order. */
  void in(double nanos, Runnable what) {
    events.add(new Event(now + nanos, number++, what));
  }

  /** Lets everything happen that is due up to a time. */
  void runUntil(double nanos) {
    Event next = events.peek();
    while (next != null && next.at <= nanos) {
      events.remove();
      now = next.at;
      next.what.run();
      next = events.peek();
    }
    now = nanos;
  }
}
