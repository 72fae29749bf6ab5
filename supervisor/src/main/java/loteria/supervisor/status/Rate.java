package loteria.supervisor.status;

/** The growth rate of a count over the last samples. Used by one thread. */
final class Rate {
  private static final int SAMPLES = 7;

  private final long[] nanos;
  private final long[] counts;
  private int samples;

  /** A few seconds, with two samples each second. */
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

  /** Adds a sample of the count; times only grow. */
  void sample(long nowNanos, long count) {
    int at = samples++ % nanos.length;
    nanos[at] = nowNanos;
    counts[at] = count;
  }

  /** The growth per second; 0 before there are two samples. */
  double perSecond() {
    long time = newest(nanos) - oldest(nanos);
    return time <= 0 ? 0 : Math.max(0, grown()) * 1e9 / time;
  }

  /** The growth since the oldest sample that is kept. */
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
