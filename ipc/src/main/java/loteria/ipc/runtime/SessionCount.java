package loteria.ipc.runtime;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A count of open sessions, so that a process can wait for the last one before it ends. Any number,
 * unlike a {@link java.util.concurrent.Phaser}, which throws at the 65,536th party. Safe for use by
 * several threads.
 */
public final class SessionCount {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();

  /** Guarded by {@link #lock}. */
  private int open;

  /** Starts with no sessions. */
  public SessionCount() {}

  /** Counts a session that begins. */
  public void begin() {
    lock.lock();
    try {
      open++;
    } finally {
      lock.unlock();
    }
  }

  /** Counts a session that ends. */
  public void end() {
    lock.lock();
    try {
      open--;
      if (open == 0) {
        ended.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until every session that has begun has ended. */
  public void awaitNone() throws InterruptedException {
    lock.lock();
    try {
      while (open > 0) {
        ended.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
