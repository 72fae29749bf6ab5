package loteria.supervisor.draw;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The links of the workers that have joined. Safe for use by several threads. */
final class WorkerLinks {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();

  /** Guarded by {@link #lock}. */
  private final List<WorkerLink> links = new ArrayList<>();

  void add(WorkerLink link) {
    lock.lock();
    try {
      links.add(link);
      added.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void remove(WorkerLink link) {
    lock.lock();
    try {
      links.remove(link);
    } finally {
      lock.unlock();
    }
  }

  /** Any worker that is there. */
  WorkerLink await() throws InterruptedException {
    lock.lock();
    try {
      while (links.isEmpty()) {
        added.await();
      }
      return links.getFirst();
    } finally {
      lock.unlock();
    }
  }

  /** Has all workers write out what they have logged; completed once each has, or is gone. */
  CompletableFuture<Void> flushLines() {
    return CompletableFuture.allOf(
        now().stream().map(WorkerLink::flushLines).toArray(CompletableFuture<?>[]::new));
  }

  /** The present workers. */
  List<WorkerLink> now() {
    lock.lock();
    try {
      return List.copyOf(links);
    } finally {
      lock.unlock();
    }
  }
}
