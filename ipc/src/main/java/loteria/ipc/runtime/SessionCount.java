package loteria.ipc.runtime;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many sessions are served, so that the end of a process can wait for theirs. Any number,
 * unlike a {@link java.util.concurrent.Phaser}, which throws at the 65,536th party. Safe for use by
 * several threads.
 */
public final class SessionCount {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();

  /** Guarded by {@link #lock}. */
  private int open;

  /** None has begun. */
  public SessionCount() {}

  /** One has begun. */
  public void begin() {
    lock.lock();
    try {
      open++;
    } finally {
      lock.unlock();
    }
  }

  /** One that had begun has ended. */
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

  /** Waits until every one that has begun has ended. */
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
