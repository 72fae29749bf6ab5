package loteria.ledger.commit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import loteria.ipc.message.LatencyBuckets;
import loteria.ipc.message.WorkerMessage;
import loteria.ledger.file.LockTimes;

/** Counts what a ledger does, turn by turn. Used by the ledger's thread alone. */
final class WorkLog {
  private final long[] buckets = new long[LatencyBuckets.COUNT];
  private long[] queuedNanos = new long[64];
  private int queued;
  private long turns;
  private long commits;
  private long commitNanos;

  /** A turn's orders are about to be gathered. */
  void begin() {
    queued = 0;
  }

  /** A batch that was queued at this time is part of the turn. */
  void queued(long sinceNanos) {
    if (queued == queuedNanos.length) {
      queuedNanos = Arrays.copyOf(queuedNanos, queued * 2);
    }
    queuedNanos[queued++] = sinceNanos;
  }

  /** The turn is on disk. */
  void committed(long nowNanos) {
    turns++;
    commits += queued;
    for (int i = 0; i < queued; i++) {
      long nanos = nowNanos - queuedNanos[i];
      commitNanos += nanos;
      buckets[LatencyBuckets.of(nanos)]++;
    }
  }

  /** All of it so far. */
  WorkerMessage.Work soFar(LockTimes lock) {
    List<Long> counts = new ArrayList<>(buckets.length);
    for (long count : buckets) {
      counts.add(count);
    }
    return new WorkerMessage.Work(
        turns, lock.waitNanos(), lock.heldNanos(), commits, commitNanos, counts);
  }
}
