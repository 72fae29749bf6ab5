package loteria.e2e.fault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import loteria.e2e.OperatorCli;
import loteria.e2e.RunningServer;
import loteria.supervisor.status.Status;

/**
 * A server whose processes are killed at random, and which is started again on the same port: any
 * child at any time, the supervisor now and then. Safe for use by several threads.
 */
final class KilledServer implements AutoCloseable {
  private static final int SUPERVISOR_OF = 8;

  private final Path folder;
  private final int agencies;
  private final int port;
  private final Thread killer;

  /** Guarded by this, as is the next. */
  private final Random random;

  private RunningServer server;
  private volatile boolean isOver;

  KilledServer(Path folder, int agencies, Random random) {
    this.folder = folder;
    this.agencies = agencies;
    this.random = random;
    this.server = RunningServer.start(folder, 2, agencies, RunningServer.NO_NUMBER);
    this.port = server.port();
    this.killer = Thread.ofPlatform().name("killer").daemon().start(this::kill);
  }

  int port() {
    return port;
  }

  synchronized int next(int bound) {
    return random.nextInt(bound);
  }

  synchronized OperatorCli operator() {
    checkRuns();
    return OperatorCli.of(server, folder);
  }

  /** Waits for a phase; the status. */
  Status await(Status.Phase phase) {
    Status[] seen = new Status[1];
    Attempts.until(
        () -> {
          seen[0] = operator().status();
          return seen[0].phase() == phase;
        });
    return seen[0];
  }

  /** Ends the killing; the status. */
  Status calm() {
    isOver = true;
    try {
      killer.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return operator().status();
  }

  synchronized int stop() {
    return server.stop();
  }

  private void kill() {
    try {
      while (!isOver) {
        FaultPause.of(pause());
        killOne();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Duration pause() {
    return FaultPause.random(random, 100, 1600);
  }

  private synchronized void killOne() {
    if (random.nextInt(SUPERVISOR_OF) == 0) {
      server.kill();
      server = RunningServer.startOn(folder, port, 2, agencies, RunningServer.NO_NUMBER);
      return;
    }
    List<ProcessHandle> children =
        ProcessHandle.of(server.program().pid()).stream().flatMap(ProcessHandle::children).toList();
    if (!children.isEmpty()) {
      children.get(random.nextInt(children.size())).destroyForcibly();
    }
  }

  /** All that ends a server is {@link #killOne}, which starts another, and {@link #stop}. */
  private void checkRuns() {
    if (!server.program().isAlive()) {
      throw new IllegalStateException(
          "the server ended by itself:\n" + String.join("\n", server.program().lines()));
    }
  }

  @Override
  public void close() {
    isOver = true;
    killer.interrupt();
    synchronized (this) {
      server.close();
    }
  }
}
