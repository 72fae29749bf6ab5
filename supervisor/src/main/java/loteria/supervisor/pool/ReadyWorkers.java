package loteria.supervisor.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The workers that can be given sessions now. Safe for use by several threads.
 *
 * <p>Only so many of them are given sessions at once, those with the lowest numbers; the others
 * stand by. More processes at work than there are processors for would take turns on these, and
 * each would force for fewer batches at a time.
 */
public final class ReadyWorkers {
  private final int active;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition admitted = lock.newCondition();

  /** By number. Guarded by {@link #lock}. */
  private final List<ReadyWorker> ready = new ArrayList<>();

  /** Guarded by {@link #lock}. */
  private final List<Runnable> whenClosed = new ArrayList<>();

  /** Guarded by {@link #lock}. */
  private boolean closed;

  /**
   * @param active how many workers are given sessions at once
   */
  public ReadyWorkers(int active) {
    this.active = active;
  }

  /**
   * Reserves a place for a session; waits while there is no worker.
   *
   * @param patience how long to wait
   * @return the worker, to be released, or null when none became ready in time
   */
  public @Nullable ReadyWorker reserve(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (ready.isEmpty()) {
        if (left <= 0 || closed) {
          return null;
        }
        left = admitted.awaitNanos(left);
      }
      ReadyWorker worker = leastBusy();
      worker.reserve();
      return worker;
    } finally {
      lock.unlock();
    }
  }

  /** Who has fewest sessions of those that are active now. */
  private ReadyWorker leastBusy() {
    ReadyWorker least = ready.getFirst();
    for (int i = 1; i < Math.min(active, ready.size()); i++) {
      if (ready.get(i).sessions() < least.sessions()) {
        least = ready.get(i);
      }
    }
    return least;
  }

  /** All of them, by number. */
  public List<ReadyWorker> all() {
    lock.lock();
    try {
      return List.copyOf(ready);
    } finally {
      lock.unlock();
    }
  }

  /** How many there are. */
  public int count() {
    lock.lock();
    try {
      return ready.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until this many are ready.
   *
   * @return whether they are
   */
  public boolean await(int count, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    lock.lock();
    try {
      while (ready.size() < count) {
        if (!admitted.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          return false;
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a worker that could not be connected to out of the choice, until it gives a sign of life
   * or is found dead.
   *
   * @return whether it was in the choice: one that has to leave may not listen any more
   */
  public boolean suspect(ReadyWorker worker) {
    return withdraw(worker);
  }

  /** Whether none will become ready any more. */
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  public void admit(ReadyWorker worker) {
    lock.lock();
    try {
      if (!ready.contains(worker)) {
        ready.add(worker);
        ready.sort(Comparator.comparingInt(ReadyWorker::slot));
        admitted.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Has something done once no worker will become ready any more: by the thread that closes. */
  public void whenClosed(Runnable then) {
    lock.lock();
    try {
      whenClosed.add(then);
    } finally {
      lock.unlock();
    }
  }

  /** No worker will become ready any more. */
  public void close() {
    List<Runnable> then;
    lock.lock();
    try {
      closed = true;
      admitted.signalAll();
      then = List.copyOf(whenClosed);
    } finally {
      lock.unlock();
    }
    then.forEach(Runnable::run);
  }

  /** Whether it was there. */
  public boolean withdraw(ReadyWorker worker) {
    lock.lock();
    try {
      return ready.remove(worker);
    } finally {
      lock.unlock();
    }
  }
}
