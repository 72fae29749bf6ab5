package loteria.supervisor.fleet;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.message.WorkerMessage.Heartbeat;
import loteria.ipc.message.WorkerMessage.LogSummary;
import loteria.ipc.message.WorkerMessage.Ready;
import loteria.ipc.runtime.ExitCode;
import loteria.supervisor.fleet.ScriptedWorkers.Started;
import loteria.supervisor.slot.WorkerState;
import loteria.supervisor.slot.WorkerTimeouts;

/**
 * A fleet over scripted processes, which are ready when the test wants it and obey a drain. Its
 * time stands still unless the test lets it pass, so that no limit of the fleet ends on a machine
 * that is slow.
 */
public final class FleetBench implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(30);

  /**
   * A fleet that has not looked for longer takes itself for stopped, and gives its workers time.
   */
  private static final Duration STEP = Duration.ofMillis(500);

  static final WorkerTimeouts PATIENT = new WorkerTimeouts(LONG, LONG, LONG);

  final Queue<ExitCode> hopeless = new ConcurrentLinkedQueue<>();
  final Queue<String> steps = new ConcurrentLinkedQueue<>();
  final Queue<Integer> drained = new ConcurrentLinkedQueue<>();
  public final ScriptedWorkers workers;
  public final Fleet fleet;
  private final AtomicLong nanos = new AtomicLong();

  private FleetBench(Path folder, int count, int maxBatchesPerWorker, WorkerTimeouts timing) {
    workers = new ScriptedWorkers(folder);
    fleet =
        new Fleet(
            "bench",
            workers.command(),
            List.of(),
            folder,
            new Fleet.Plan(count, count, maxBatchesPerWorker),
            timing,
            hopeless::add,
            () -> false,
            nanos::get);
    fleet.start();
  }

  /** A fleet whose workers are ready. */
  public static FleetBench ready(Path folder, int count) {
    return ready(folder, count, 0, PATIENT);
  }

  public static FleetBench ready(
      Path folder, int count, int maxBatchesPerWorker, WorkerTimeouts timing) {
    FleetBench bench = starting(folder, count, maxBatchesPerWorker, timing);
    for (int i = 0; i < count; i++) {
      bench.announce(bench.workers.next());
    }
    await().until(() -> bench.fleet.ready().count() == count);
    return bench;
  }

  /** A fleet whose workers are not ready yet. */
  static FleetBench starting(
      Path folder, int count, int maxBatchesPerWorker, WorkerTimeouts timing) {
    return new FleetBench(folder, count, maxBatchesPerWorker, timing);
  }

  /** Says that a process is ready; when it is drained, it ends. */
  public void announce(Started worker) {
    announce(worker, () -> exit(worker));
  }

  /** Says that a process is ready. */
  public void announce(Started worker, Runnable whenDrained) {
    var ledger = new LogSummary(List.of(), 0, List.of(), DrawStage.OPEN);
    var accepted = new CompletableFuture<Boolean>();
    fleet.announced(
        new Ready(worker.slot(), worker.pid(), worker.token(), worker.listen().toString(), ledger),
        () -> {
          drained.add(worker.slot());
          whenDrained.run();
        },
        () -> accepted.complete(true),
        () -> accepted.complete(false));
    if (!accepted.orTimeout(20, TimeUnit.SECONDS).join()) {
      throw new AssertionError(worker + " was refused");
    }
  }

  public void beat(Started worker, long batches) {
    fleet.beat(worker.pid(), new Heartbeat(batches, 10 * batches, 1, 0));
  }

  CompletableFuture<ChangeOutcome> scale(int count) {
    return fleet.scale(count, steps::add);
  }

  public CompletableFuture<ChangeOutcome> reload() {
    return fleet.reload(steps::add);
  }

  /** Waits until everything that was said to the fleet before has been dealt with. */
  void settle() {
    for (int i = 0; i < 2; i++) {
      var settled = new CompletableFuture<Boolean>();
      fleet.announced(
          new Ready(0, 0, "", "", new LogSummary(List.of(), 0, List.of(), DrawStage.OPEN)),
          () -> {},
          () -> {},
          () -> settled.complete(true));
      settled.orTimeout(20, TimeUnit.SECONDS).join();
    }
  }

  /** Lets time pass; the fleet does by then what is due. */
  void pass(Duration time) {
    for (Duration left = time; left.isPositive(); left = left.minus(STEP)) {
      nanos.addAndGet(Math.min(left.toNanos(), STEP.toNanos()));
      settle();
    }
  }

  /** Waits for the process in the place of one that died, after the pause that the fleet makes. */
  Started restarted() {
    return workers.next(
        () -> {
          if (fleet.view().stream().anyMatch(slot -> slot.state() == WorkerState.WAITING)) {
            pass(STEP);
          }
        });
  }

  /** The process that runs under a number, other than those known. */
  public Started running(int slot) {
    return workers.started().stream()
        .filter(worker -> worker.slot() == slot && worker.isAlive())
        .findFirst()
        .orElseThrow();
  }

  /** The slots as words: number and state, {@code ?} behind candidates. */
  List<String> slots() {
    return fleet.view().stream()
        .map(it -> it.number() + " " + it.state().text() + (it.isCandidate() ? "?" : ""))
        .toList();
  }

  public void awaitSlots(String... expected) {
    await("slots " + List.of(expected)).until(() -> slots().equals(List.of(expected)));
  }

  /** How a change ended. */
  static ChangeOutcome outcome(CompletableFuture<ChangeOutcome> change) {
    return change.orTimeout(30, TimeUnit.SECONDS).join();
  }

  void exit(Started worker) {
    try {
      workers.exit(worker, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the fleet; who does not end is killed. */
  @Override
  public void close() {
    // On a thread of its own: the ends of processes are reported on the common pool's few.
    var failures = new ConcurrentLinkedQueue<IOException>();
    Thread closing = Thread.ofPlatform().start(() -> close(failures));
    await()
        .atMost(LONG)
        .until(
            () -> {
              workers.started().forEach(Started::killHard);
              return !closing.isAlive();
            });
    assertEquals(List.of(), List.copyOf(failures));
  }

  private void close(Queue<IOException> failures) {
    try {
      fleet.close();
    } catch (IOException e) {
      failures.add(e);
    }
  }
}
