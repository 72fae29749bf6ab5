package loteria.supervisor.status;

/** How fast something that is counted grows, over the last seconds. Used by one thread. */
final class Rate {
  private static final int SAMPLES = 7;

  private final long[] nanos = new long[SAMPLES];
  private final long[] counts = new long[SAMPLES];
  private int samples;

  /** So much had been counted at that time; times only grow. */
  void sample(long nowNanos, long count) {
    int at = samples++ % SAMPLES;
    nanos[at] = nowNanos;
    counts[at] = count;
  }

  /** How much more each second; 0 before there are two samples. */
  double perSecond() {
    long time = newest(nanos) - oldest(nanos);
    return time <= 0 ? 0 : Math.max(0, grown()) * 1e9 / time;
  }

  /** How much more than at the oldest sample that is remembered. */
  long grown() {
    return newest(counts) - oldest(counts);
  }

  private long newest(long[] values) {
    return samples == 0 ? 0 : values[(samples - 1) % SAMPLES];
  }

  private long oldest(long[] values) {
    return samples <= SAMPLES ? values[0] : values[samples % SAMPLES];
  }
}
