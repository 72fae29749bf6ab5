package loteria.bench.load;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The outcome of a load.
 *
 * @param batches how many were acknowledged
 * @param bets how many bets those had
 * @param bytes how many bytes of frames they took
 * @param seconds from the first batch sent to the last acknowledged
 * @param latencies from a batch's sending to its acknowledgement, in ns, one value for each
 */
public record LoadOutcome(
    long batches, long bets, long bytes, double seconds, Histogram latencies) {
  /** What several agencies did at the same time. */
  public static LoadOutcome sum(List<LoadOutcome> agencies) {
    var all = new Histogram(3);
    agencies.forEach(one -> all.add(one.latencies()));
    return new LoadOutcome(
        agencies.stream().mapToLong(LoadOutcome::batches).sum(),
        agencies.stream().mapToLong(LoadOutcome::bets).sum(),
        agencies.stream().mapToLong(LoadOutcome::bytes).sum(),
        agencies.stream().mapToDouble(LoadOutcome::seconds).average().orElse(0),
        all);
  }

  public double betsPerSecond() {
    return bets / seconds;
  }

  public double bytesPerSecond() {
    return bytes / seconds;
  }

  /**
   * A latency, in ms, corrected for coordinated omission: a batch that waits keeps the ones behind
   * it from being sent, and those would have waited too.
   *
   * @param percentile from 0 to 100
   */
  public double latencyMs(double percentile) {
    return latencies.getValueAtPercentile(percentile) / 1e6;
  }
}
