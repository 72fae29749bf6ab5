package loteria.ledger.commit;

/**
 * When a {@link MessageFeed} reads: from when something is asked until nothing has been for long;
 * not at once what found no room; and not at once where all that is appended is of its own process,
 * which need not read it. Guarded by the feed's lock.
 */
final class FeedSchedule {
  private final FeedPauses pauses;

  /** Whether it reads, if with pauses. */
  private boolean isOn;

  private long askedNanos;

  /** Whether what is asked waits for a message, for however long. */
  private boolean isWaitedFor;

  private long noRoomUntilNanos = System.nanoTime();
  private long restUntilNanos = System.nanoTime();

  /** Whether something has been read since the last rest. */
  private boolean mayRest;

  private boolean isRestTaken;

  FeedSchedule(FeedPauses pauses) {
    this.pauses = pauses;
  }

  boolean isOn() {
    return isOn;
  }

  /** Whether it reads, or is to when its messages are taken. */
  boolean isOnFor(boolean isAsked) {
    return isAsked || pauses.isFollower() || isOn;
  }

  /** It reads from now on, and something now. */
  void begin() {
    isOn = true;
    endRest();
  }

  /** What was taken found no room and is to be read again. */
  void noRoom() {
    noRoomUntilNanos = System.nanoTime() + pauses.noRoom().toNanos();
  }

  /** Messages are being taken, and maybe waited for, until that is {@link #taken}. */
  void takes(boolean isAsked) {
    isWaitedFor = isAsked;
  }

  /** They have been, if there were any. */
  void taken(boolean isAsked) {
    askedNanos = isAsked ? System.nanoTime() : askedNanos;
    isWaitedFor = false;
  }

  /**
   * A message of its own process was passed: much of that is read at once, later.
   *
   * @param inRow the how manieth in a row
   */
  void passed(int inRow) {
    askedNanos = System.nanoTime();
    if (mayRest && inRow >= pauses.aloneAfter()) {
      mayRest = false;
      restUntilNanos = System.nanoTime() + pauses.alone().toNanos();
    }
  }

  /** Something is to be read now. */
  void endRest() {
    restUntilNanos = System.nanoTime();
    isRestTaken = false;
  }

  /** Something has been read, or nothing was there. */
  void read() {
    mayRest = true;
  }

  /** Ends it, if nothing has been asked for long; returns whether it did. */
  boolean endIfLeft() {
    boolean isLeft =
        !isWaitedFor
            && !pauses.isFollower()
            && System.nanoTime() - askedNanos > pauses.rest().toNanos();
    isOn &= !isLeft;
    return isLeft;
  }

  /** For the reader: how long to read nothing; not positive where it is to read. */
  long takePauseNanos() {
    if (!isOn) {
      return Long.MAX_VALUE;
    }
    long now = System.nanoTime();
    long rest = restUntilNanos - now;
    isRestTaken = rest > 0;
    return Math.max(rest, noRoomUntilNanos - now);
  }

  /** Whether the reader rests now, or will once it has read. */
  boolean isRestDue() {
    return restUntilNanos - System.nanoTime() > 0;
  }

  /** Whether it rests now. */
  boolean isRestTaken() {
    return isRestTaken && isRestDue();
  }
}
