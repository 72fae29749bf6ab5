package loteria.bench.simulation;

import java.util.ArrayDeque;
import java.util.Queue;

/** Equal places that are used one at a time each, by those who came first: processors, a disk. */
final class Places {
  private final Clock clock;
  private final int count;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int taken;
  private double usedNanos;
  private double changed;

  Places(Clock clock, int count) {
    this.clock = clock;
    this.count = count;
  }

  /** Uses a place for some time, once one is free. */
  void use(double nanos, Runnable then) {
    take(
        () ->
            clock.in(
                nanos,
                () -> {
                  free();
                  then.run();
                }));
  }

  /** Takes a place, once one is free, until {@link #free}. */
  void take(Runnable then) {
    if (taken == count) {
      waiting.add(then);
      return;
    }
    count();
    taken++;
    then.run();
  }

  void free() {
    count();
    taken--;
    Runnable next = waiting.poll();
    if (next != null) {
      taken++;
      next.run();
    }
  }

  private void count() {
    usedNanos += taken * (clock.now() - changed);
    changed = clock.now();
  }

  /** For how long places were taken, up to now, all together. */
  double usedNanos() {
    count();
    return usedNanos;
  }
}
