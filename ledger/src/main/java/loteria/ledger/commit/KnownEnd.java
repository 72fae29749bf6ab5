package loteria.ledger.commit;

/**
 * What the reader of a {@link MessageFeed} knows of where the log ends. Guarded by the feed's lock.
 */
final class KnownEnd {
  private static final long UNKNOWN = -1;

  /** The end when reading began. */
  private long goal = UNKNOWN;

  private long last;
  private boolean isReachable = true;
  private boolean isEarly;

  /** Whether it is known where the log ended when reading began. */
  boolean isKnown() {
    return goal != UNKNOWN;
  }

  /** Whether all that was in the log when reading began is before an offset. */
  boolean isReached(long offset) {
    return isKnown() && offset >= goal;
  }

  /** Reading begins again. */
  void forget() {
    goal = UNKNOWN;
  }

  /** The log has said where it ends. */
  void found(long end) {
    goal = end;
    reached(end);
  }

  /** The log has been read, up to an offset. */
  void reached(long offset) {
    isReachable = true;
    isEarly = false;
    hasAtLeast(offset);
  }

  /** It is known otherwise that the log goes up to an offset, or further. */
  void hasAtLeast(long offset) {
    last = Math.max(last, offset);
  }

  /**
   * It cannot be reached now.
   *
   * @param endsEarly whether it says that it ends before what was read of it
   */
  void unreachable(boolean endsEarly) {
    isReachable = false;
    isEarly = endsEarly;
  }

  /** Whether it says that it ends before what was read of it. */
  boolean isEarly() {
    return isEarly;
  }

  /** The offset behind the last message that is known. */
  long last() {
    return last;
  }

  boolean isReachable() {
    return isReachable;
  }
}
