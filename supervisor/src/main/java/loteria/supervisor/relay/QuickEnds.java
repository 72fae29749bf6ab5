package loteria.supervisor.relay;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import loteria.supervisor.pool.ReadyWorker;

/**
 * How often a session has been moved because a worker that lives ended it soon, and nothing was
 * answered in between. Then the session itself, or what it asks for, is the cause, and moving it on
 * and on would keep every worker busy with it. A worker that dies ends a session once: only one
 * that ends it again is known to have lived.
 */
final class QuickEnds {
  /** How many end the session. */
  static final int MAX = 10;

  /** Which of them are moved on at once. */
  private static final int AT_ONCE = 2;

  private static final long SOON_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Set<ReadyWorker> before = new HashSet<>();
  private int again;

  /** A worker has ended the session that it had for so long. */
  void ended(ReadyWorker worker, long hadForNanos) {
    if (hadForNanos >= SOON_NANOS) {
      answered();
    } else if (!before.add(worker)) {
      again++;
    }
  }

  /** Something has been answered. */
  void answered() {
    before.clear();
    again = 0;
  }

  /** Whether no other worker is to be tried. */
  boolean isEnough() {
    return again >= MAX;
  }

  /** How long to wait before another worker is tried. */
  Duration pause() {
    return again > AT_ONCE ? PAUSE : Duration.ZERO;
  }
}
