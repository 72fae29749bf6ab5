package loteria.bench.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * The ledger's thread of one worker: everything in hand in one turn, appended under the lock that
 * all workers share, then forced.
 */
final class SimulatedLedger {
  /** The most batches of a turn; the most bytes are those of more than are ever in flight. */
  private static final int BATCHES_MAX = 1024;

  private final Shared shared;
  private final Queue<Runnable> orders = new ArrayDeque<>();
  private final Places busy;

  /** How many batches in the log this worker knows. */
  private long known;

  private boolean inTurn;

  /** What all workers of a server share. */
  static final class Shared {
    final StageCosts costs;
    final Places cores;
    final Places lock;
    final Places disk;
    long stored;
    long turns;

    Shared(Clock clock, StageCosts costs, int cores) {
      this.costs = costs;
      this.cores = new Places(clock, cores);
      this.lock = new Places(clock, 1);
      this.disk = new Places(clock, 1);
    }
  }

  SimulatedLedger(Clock clock, Shared shared) {
    this.shared = shared;
    this.busy = new Places(clock, 1);
  }

  /** Stores a batch. */
  void store(Runnable stored) {
    orders.add(stored);
    if (!inTurn) {
      inTurn = true;
      busy.take(this::turn);
    }
  }

  /** For how long it had a turn, in ns. */
  double busyNanos() {
    return busy.usedNanos();
  }

  private void turn() {
    List<Runnable> now = new ArrayList<>();
    while (!orders.isEmpty() && now.size() < BATCHES_MAX) {
      now.add(orders.remove());
    }
    double fold = fold();
    shared.cores.use(
        fold + shared.costs.turn().of(now.size()), () -> shared.lock.take(() -> append(now)));
  }

  private void append(List<Runnable> now) {
    shared.cores.use(
        fold() + shared.costs.held().of(now.size()),
        () -> {
          shared.stored += now.size();
          shared.turns++;
          known = shared.stored;
          shared.lock.free();
          shared.disk.use(shared.costs.force().of(now.size()), () -> end(now));
        });
  }

  /** What it costs to take in what others have stored. */
  private double fold() {
    double nanos = shared.costs.foreign() * (shared.stored - known);
    known = shared.stored;
    return nanos;
  }

  private void end(List<Runnable> now) {
    now.forEach(Runnable::run);
    if (orders.isEmpty()) {
      inTurn = false;
      busy.free();
    } else {
      turn();
    }
  }
}
