package loteria.e2e.fault;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.e2e.RunningServer;

/** A thread that regularly kills a ready worker, until closed. */
final class WorkerKiller implements AutoCloseable {
  private final RunningServer server;
  private final Duration every;
  private final Random random;
  private final AtomicInteger killed = new AtomicInteger();
  private final Thread thread = Thread.ofPlatform().unstarted(this::run);

  private WorkerKiller(RunningServer server, Duration every, long seed) {
    this.server = server;
    this.every = every;
    this.random = new Random(seed);
  }

  static WorkerKiller start(RunningServer server, Duration every, long seed) {
    var killer = new WorkerKiller(server, every, seed);
    killer.thread.start();
    return killer;
  }

  /** How many it has killed. */
  int killed() {
    return killed.get();
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private void run() {
    try {
      while (true) {
        FaultPause.of(every);
        List<ProcessHandle> ready = List.copyOf(server.workers().values());
        if (!ready.isEmpty()) {
          ready.get(random.nextInt(ready.size())).destroyForcibly();
          killed.incrementAndGet();
        }
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }
}
