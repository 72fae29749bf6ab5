package loteria.supervisor.relay;

import java.time.Duration;

/**
 * How often in a row a session has been moved because the worker that got it ended it soon, and
 * nothing was answered. One worker may die like that; where all of them do, the session itself, or
 * what it asks for, is the cause, and moving it on and on would keep every worker busy with it.
 */
final class QuickEnds {
  /** How many in a row end the session. */
  static final int MAX = 10;

  /** Which of them are moved on at once. */
  private static final int AT_ONCE = 2;

  private static final long SOON_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Duration PAUSE = Duration.ofMillis(100);

  private int inARow;

  /** A worker has ended the session that it had for so long. */
  void ended(long hadForNanos) {
    inARow = hadForNanos < SOON_NANOS ? inARow + 1 : 0;
  }

  /** Something has been answered. */
  void answered() {
    inARow = 0;
  }

  /** Whether no other worker is to be tried. */
  boolean isEnough() {
    return inARow >= MAX;
  }

  /** How long to wait before another worker is tried. */
  Duration pause() {
    return inARow > AT_ONCE ? PAUSE : Duration.ZERO;
  }
}
