package loteria.ledger.log;

/**
 * How long segments are. Each is twice as long as the one before, up to a limit, for a small draw
 * needs little; and none takes more than its share of the room that is left.
 *
 * @param bytesMin the first one's length; a multiple of a page
 * @param bytesMax the longest one's
 */
record LogSizes(long bytesMin, long bytesMax) {
  /** What segments have outside of tests. */
  static final LogSizes DEFAULT = new LogSizes(16 << 20, 64 << 20);

  /** No segment takes more than one part in so many of the room. */
  private static final long ROOM_SHARE = 8;

  /**
   * The length of the segment that comes next.
   *
   * @param bytes of the one before
   * @param room how much the disk has, in bytes
   * @param needed how much it must have room for
   */
  long after(long bytes, long room, long needed) {
    long wanted = Math.min(Math.min(bytes * 2, bytesMax), room / ROOM_SHARE);
    long length = Math.max(Math.max(wanted, bytesMin), needed);
    return Math.ceilDiv(length, EntryHeader.ALIGNMENT) * EntryHeader.ALIGNMENT;
  }
}
