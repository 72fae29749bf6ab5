package loteria.supervisor.status;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import loteria.ipc.message.LatencyBuckets;

/**
 * How long batches took, over the last seconds, out of counts that only grow. Used by one thread.
 */
final class Latencies {
  private final int samplesMax;
  private final Deque<List<Long>> samples = new ArrayDeque<>();

  /**
   * @param samplesMax over how many samples
   */
  Latencies(int samplesMax) {
    this.samplesMax = samplesMax;
  }

  /** So many had been counted in each bucket. */
  void sample(List<Long> counts) {
    samples.addLast(counts);
    if (samples.size() > samplesMax) {
      samples.removeFirst();
    }
  }

  /**
   * The time that this share of the batches took at most, within a bucket as if they were spread
   * evenly; 0 when there was none.
   */
  double quantileMs(double share) {
    long[] counts = grown();
    long all = 0;
    for (long count : counts) {
      all += count;
    }
    double rank = share * all;
    for (int bucket = 0; bucket < counts.length && all > 0; bucket++) {
      if (rank <= counts[bucket]) {
        double begin = bucket == 0 ? 0 : LatencyBuckets.endNanos(bucket - 1);
        double width = LatencyBuckets.endNanos(bucket) - begin;
        return (begin + width * rank / counts[bucket]) / 1e6;
      }
      rank -= counts[bucket];
    }
    return 0;
  }

  private long[] grown() {
    long[] grown = new long[LatencyBuckets.COUNT];
    if (!samples.isEmpty()) {
      for (int bucket = 0; bucket < grown.length; bucket++) {
        grown[bucket] = samples.getLast().get(bucket) - samples.getFirst().get(bucket);
      }
    }
    return grown;
  }
}
