package loteria.e2e.fault.client;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.e2e.Program;
import loteria.e2e.RunningServer;
import loteria.e2e.Signals;
import loteria.e2e.fault.FaultPause;

/** A thread that kills, suspends and replaces workers until closed. */
final class Disturber implements AutoCloseable {
  /**
   * Younger workers have served no session yet: killing them would soon exhaust the restart budget.
   */
  private static final Duration AGE_MIN = Duration.ofMillis(1_500);

  private final RunningServer server;
  private final Path folder;
  private final Random random;
  private final List<ProcessHandle> stopped = new ArrayList<>();
  private final List<Program> operators = new ArrayList<>();
  private final Thread thread = Thread.ofPlatform().unstarted(this::run);
  private volatile boolean closing;
  private final AtomicInteger kills = new AtomicInteger();
  private final AtomicInteger stops = new AtomicInteger();
  private final AtomicInteger reloads = new AtomicInteger();

  private Disturber(RunningServer server, Path folder, long seed) {
    this.server = server;
    this.folder = folder;
    this.random = new Random(seed);
  }

  static Disturber start(RunningServer server, Path folder, long seed) {
    var disturber = new Disturber(server, folder, seed);
    disturber.thread.start();
    return disturber;
  }

  @Override
  public String toString() {
    return "%d killed, %d stopped, %d reloads".formatted(kills.get(), stops.get(), reloads.get());
  }

  /** Not by an interrupt: a suspended worker must be resumed. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
    stopped.forEach(Signals::resume);
    operators.forEach(Program::close);
  }

  private void run() {
    try {
      while (!closing) {
        FaultPause.of(FaultPause.random(random, 100, 700));
        int what = random.nextInt(12);
        List<ProcessHandle> workers = workers();
        if (what == 0) {
          reload();
        } else if (!workers.isEmpty()) {
          ProcessHandle worker = workers.get(random.nextInt(workers.size()));
          if (what < 4) {
            kills.incrementAndGet();
            worker.destroyForcibly();
          } else {
            stop(worker);
          }
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** Usually so briefly that it wakes while it still has its sessions; sometimes it is replaced. */
  private void stop(ProcessHandle worker) throws InterruptedException {
    stops.incrementAndGet();
    if (random.nextInt(8) == 0) {
      stopped.add(worker);
      Signals.stop(worker);
    } else {
      FaultPause.stopping(worker, FaultPause.random(random, 20, 900));
    }
  }

  /** Does not wait for the reload, so that other faults happen during it. */
  private void reload() {
    reloads.incrementAndGet();
    String data = server.folder().resolveSibling("").toString();
    operators.add(Program.start(folder, "supervisor", List.of("reload", "--data", data)));
  }

  private List<ProcessHandle> workers() {
    Instant oldEnough = Instant.now().minus(AGE_MIN);
    return ProcessHandle.of(server.program().pid()).stream()
        .flatMap(ProcessHandle::children)
        .filter(worker -> worker.info().startInstant().filter(oldEnough::isAfter).isPresent())
        .toList();
  }
}
