package loteria.supervisor.status;

/** How fast the free room on the disk shrinks, over a minute: files grow in steps. */
final class DiskSampler {
  private static final int SAMPLES = 120;

  private final Rate taken = new Rate(SAMPLES);

  /** Adds a sample of the free room. */
  Status.Disk sample(long nowNanos, long roomBytes) {
    taken.sample(nowNanos, -roomBytes);
    double perSecond = taken.perSecond();
    Long lasts = perSecond > 0 ? (Long) (long) (roomBytes / perSecond) : null;
    return new Status.Disk(roomBytes, perSecond, lasts);
  }
}
