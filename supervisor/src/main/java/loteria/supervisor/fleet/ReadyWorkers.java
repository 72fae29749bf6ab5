package loteria.supervisor.fleet;

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
 * <p>Few sessions are kept together: no more workers than there are processors, those with the
 * lowest numbers, while these have few. More processes at work would share the same processors, and
 * each would force for fewer batches at a time.
 */
public final class ReadyWorkers {
  /** How many sessions a worker has threads of the kernel's own for, two each. */
  static final int FEW_SESSIONS = 8;

  private final int processors;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition admitted = lock.newCondition();

  /** By number. Guarded by {@link #lock}. */
  private final List<ReadyWorker> ready = new ArrayList<>();

  /** Guarded by {@link #lock}. */
  private boolean closed;

  /**
   * @param processors how many workers can be at work at once
   */
  ReadyWorkers(int processors) {
    this.processors = processors;
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
      ReadyWorker worker = fewest(processors);
      if (worker.sessions() >= FEW_SESSIONS) {
        worker = fewest(ready.size());
      }
      worker.reserve();
      return worker;
    } finally {
      lock.unlock();
    }
  }

  /** Who has fewest sessions among so many with the lowest numbers. */
  private ReadyWorker fewest(int among) {
    return ready.stream()
        .limit(among)
        .min(Comparator.comparingInt(ReadyWorker::sessions))
        .orElseThrow();
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

  void admit(ReadyWorker worker) {
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

  /** No worker will become ready any more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      admitted.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether it was there. */
  boolean withdraw(ReadyWorker worker) {
    lock.lock();
    try {
      return ready.remove(worker);
    } finally {
      lock.unlock();
    }
  }
}
