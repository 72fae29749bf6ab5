package loteria.supervisor.status;

import java.util.ArrayList;
import java.util.List;
import loteria.ipc.message.LatencyBuckets;

/** The commit latencies of batches, sample by sample. Used by one thread. */
final class CommitSampler {
  private final Latencies seconds = new Latencies(7);
  private final Latencies interval;

  /**
   * @param samplesPerInterval how many samples make an interval of the history
   */
  CommitSampler(int samplesPerInterval) {
    interval = new Latencies(samplesPerInterval + 1);
  }

  Status.Commits sample(WorkerReports.Commits commits) {
    seconds.sample(commits.buckets());
    interval.sample(commits.buckets());
    return new Status.Commits(
        seconds.quantileMs(0.5),
        seconds.quantileMs(0.99),
        commits.count(),
        commits.nanos() / 1e6,
        buckets(commits.buckets()));
  }

  /** The counts of the interval that ends now. */
  double intervalP99Ms() {
    return interval.quantileMs(0.99);
  }

  private static List<Status.Bucket> buckets(List<Long> counts) {
    List<Status.Bucket> buckets = new ArrayList<>(counts.size());
    for (int i = 0; i < counts.size(); i++) {
      boolean isLast = i == counts.size() - 1;
      Double atMostMs = isLast ? null : LatencyBuckets.endNanos(i) / 1e6;
      buckets.add(new Status.Bucket(atMostMs, counts.get(i)));
    }
    return List.copyOf(buckets);
  }
}
