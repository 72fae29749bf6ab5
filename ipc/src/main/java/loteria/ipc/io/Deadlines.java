package loteria.ipc.io;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import loteria.ipc.logging.ActionLog;

/**
 * A watchdog that ends operations that take too long: one thread checks all watched operations a
 * few times a second.
 *
 * <p>A blocking read has no time-out of its own on these channels, and an absolute deadline must
 * not move when bytes trickle in. So a reader sets the time by which it must be done, and this
 * class acts if it is not.
 */
public final class Deadlines implements AutoCloseable {
  /** The value of a deadline that never comes. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final ActionLog LOG = new ActionLog(Deadlines.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /** A century, because nanoseconds wrap after 292 years. */
  private static final Duration FURTHEST = Duration.ofDays(100 * 365);

  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean open = true;

  /** An operation that may take too long. */
  public interface Watched {
    /** When it must be done, as {@link System#nanoTime()}, or {@link #NEVER}. */
    long deadlineNanos();

    /**
     * Called once on the watching thread when the deadline has passed, unless the operation was
     * forgotten before. Must not block.
     */
    void expire();
  }

  public Deadlines() {
    thread = Thread.ofPlatform().name("deadlines").daemon().start(this::run);
  }

  /** The deadline this far from now, capped at {@link #FURTHEST}. */
  public static long in(Duration time) {
    Duration ahead = time.compareTo(FURTHEST) < 0 ? time : FURTHEST;
    long deadline = System.nanoTime() + ahead.toNanos();
    return deadline == NEVER ? deadline - 1 : deadline;
  }

  public void watch(Watched one) {
    watched.add(one);
  }

  public void forget(Watched one) {
    watched.remove(one);
  }

  @Override
  public void close() {
    open = false;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (open) {
      long now = System.nanoTime();
      for (Watched one : watched) {
        if (isLate(one, now)) {
          expire(one);
        }
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private void expire(Watched one) {
    boolean forgotten = !watched.remove(one);
    if (forgotten) {
      return;
    }
    try {
      one.expire();
    } catch (RuntimeException e) {
      LOG.fail("deadline", "error", e);
    }
  }

  private static boolean isLate(Watched one, long now) {
    long deadline = one.deadlineNanos();
    return deadline != NEVER && deadline - now < 0;
  }
}
