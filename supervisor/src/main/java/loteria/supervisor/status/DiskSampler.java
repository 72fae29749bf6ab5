package loteria.supervisor.status;

/** How fast the room on the disk becomes less, over a minute: files grow in steps. */
final class DiskSampler {
  private static final int SAMPLES = 120;

  private final Rate taken = new Rate(SAMPLES);

  /** There is so much room at that time. */
  Status.Disk sample(long nowNanos, long roomBytes) {
    taken.sample(nowNanos, -roomBytes);
    double perSecond = taken.perSecond();
    Long lasts = perSecond > 0 ? (Long) (long) (roomBytes / perSecond) : null;
    return new Status.Disk(roomBytes, perSecond, lasts);
  }
}
