package loteria.supervisor.status;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import loteria.ipc.message.LatencyBuckets;

/**
 * The latencies of batches over the last seconds, from counts that only grow. Used by one thread.
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

  /** Adds a sample of the counts of each bucket. */
  void sample(List<Long> counts) {
    samples.addLast(counts);
    if (samples.size() > samplesMax) {
      samples.removeFirst();
    }
  }

  /** The quantile of the latencies, interpolated evenly within a bucket; 0 if there were none. */
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
