package loteria.supervisor.status;

/** How fast something that is counted grows, over the last samples. Used by one thread. */
final class Rate {
  private static final int SAMPLES = 7;

  private final long[] nanos;
  private final long[] counts;
  private int samples;

  /** Over a few seconds, with two samples each second. */
  Rate() {
    this(SAMPLES);
  }

  /**
   * @param samples how many are remembered
   */
  Rate(int samples) {
    this.nanos = new long[samples];
    this.counts = new long[samples];
  }

  /** So much had been counted at that time; times only grow. */
  void sample(long nowNanos, long count) {
    int at = samples++ % nanos.length;
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
    return samples == 0 ? 0 : values[(samples - 1) % values.length];
  }

  private long oldest(long[] values) {
    return samples <= values.length ? values[0] : values[samples % values.length];
  }
}
