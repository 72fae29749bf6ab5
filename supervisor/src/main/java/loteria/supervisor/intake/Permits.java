package loteria.supervisor.intake;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import loteria.ipc.io.Deadlines;
import loteria.ipc.logging.ActionLog;

/**
 * The permits for connections. Every door holds one while it waits for a connection, so there is
 * one more for each door beyond the first: otherwise a quiet door would keep a busy one waiting.
 */
final class Permits {
  private static final ActionLog LOG = new ActionLog(Permits.class);

  /** How often at most a warning says that all connections are taken. */
  private static final Duration SAY_AGAIN = Duration.ofSeconds(10);

  private final int connections;
  private final Semaphore free;

  /** Guarded by this. */
  private long saidAgainNanos = System.nanoTime();

  Permits(int connections, int doors) {
    this.connections = connections;
    this.free = new Semaphore(connections + doors - 1);
  }

  /** Waits until there is one. */
  void acquire() throws InterruptedException {
    if (!free.tryAcquire()) {
      sayThatAllAreTaken();
      free.acquire();
    }
  }

  void release() {
    free.release();
  }

  private synchronized void sayThatAllAreTaken() {
    if (System.nanoTime() - saidAgainNanos >= 0) {
      saidAgainNanos = Deadlines.in(SAY_AGAIN);
      LOG.warn(
          "accept_connections",
          "error",
          String.format(Locale.ROOT, "all %d connections are taken, new ones wait", connections));
    }
  }
}
