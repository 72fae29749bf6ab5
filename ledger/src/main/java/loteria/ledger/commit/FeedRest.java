package loteria.ledger.commit;

import java.time.Duration;

/**
 * When a {@link MessageFeed} reads nothing because all that is appended is of its own process,
 * which need not read it at once. Guarded by the feed's lock.
 */
final class FeedRest {
  private final long nanos;
  private final int after;
  private long untilNanos = System.nanoTime();

  /** Whether something has been read since the last rest. */
  private boolean mayBegin;

  private boolean isTaken;

  /**
   * @param after so many messages of its own in a row
   */
  FeedRest(Duration time, int after) {
    this.nanos = time.toNanos();
    this.after = after;
  }

  /**
   * One of its own was passed.
   *
   * @param inRow the how manieth in a row
   */
  void passed(int inRow) {
    if (mayBegin && inRow >= after) {
      mayBegin = false;
      untilNanos = System.nanoTime() + nanos;
    }
  }

  /** Something is to be read now. */
  void end() {
    untilNanos = System.nanoTime();
    isTaken = false;
  }

  /** Something has been read. */
  void read() {
    mayBegin = true;
  }

  /** For the reader, which rests for so long: not if it is not positive. */
  long takeNanos() {
    long left = untilNanos - System.nanoTime();
    isTaken = left > 0;
    return left;
  }

  /** Whether the reader has nothing to do with the log now, or will have once it has read. */
  boolean isDue() {
    return untilNanos - System.nanoTime() > 0;
  }

  /** Whether it has nothing to do with it now. */
  boolean isTaken() {
    return isTaken && isDue();
  }
}
