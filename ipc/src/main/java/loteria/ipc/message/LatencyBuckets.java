package loteria.ipc.message;

/** Latency buckets: each ends at twice the time of the one before, and the last has no end. */
public final class LatencyBuckets {
  /** How many there are. */
  public static final int COUNT = 16;

  private static final long FIRST_NANOS = 125_000;

  private LatencyBuckets() {}

  /** The bucket of a time. */
  public static int of(long nanos) {
    for (int bucket = 0; bucket < COUNT - 1; bucket++) {
      if (nanos <= endNanos(bucket)) {
        return bucket;
      }
    }
    return COUNT - 1;
  }

  /** The longest time in a bucket; for the last, where it would end. */
  public static long endNanos(int bucket) {
    return FIRST_NANOS << bucket;
  }
}
