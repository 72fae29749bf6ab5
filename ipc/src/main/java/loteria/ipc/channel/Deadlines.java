package loteria.ipc.channel;

import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Cuts off whatever has taken too long: one thread looks at everything watched a few times a
 * second.
 *
 * <p>A blocking read has no time-out of its own on these channels, and an absolute deadline must
 * not move when a byte trickles in; so the reader says when it must be done, and this acts if it is
 * not.
 */
public final class Deadlines implements AutoCloseable {
  /** The value of a deadline that never comes. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean open = true;

  /** Something that may take too long. */
  public interface Watched {
    /** When it must be done, as {@link System#nanoTime()}, or {@link #NEVER}. */
    long deadlineNanos();

    /** Called once the deadline has passed, on the watching thread; must not block. */
    void expire();
  }

  public Deadlines() {
    thread = Thread.ofPlatform().name("deadlines").daemon().start(this::run);
  }

  /** The deadline this far from now. */
  public static long in(Duration time) {
    long now = System.nanoTime();
    long deadline = now + time.toNanos();
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
      for (Iterator<Watched> all = watched.iterator(); all.hasNext(); ) {
        Watched one = all.next();
        if (isLate(one, now)) {
          all.remove();
          one.expire();
        }
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private static boolean isLate(Watched one, long now) {
    long deadline = one.deadlineNanos();
    return deadline != NEVER && deadline - now < 0;
  }
}
