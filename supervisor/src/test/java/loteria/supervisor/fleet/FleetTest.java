package loteria.supervisor.fleet;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.message.WorkerMessage.Heartbeat;
import loteria.ipc.message.WorkerMessage.LogSummary;
import loteria.ipc.message.WorkerMessage.Ready;
import loteria.ipc.runtime.ExitCode;
import loteria.supervisor.fleet.ScriptedWorkers.Started;
import loteria.supervisor.pool.ReadyWorker;
import loteria.supervisor.slot.WorkerChannel;
import loteria.supervisor.slot.WorkerTimeouts;
import loteria.testkit.CapturedLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FleetTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final WorkerTimeouts PATIENT = new WorkerTimeouts(LONG, LONG, LONG);

  private final BlockingQueue<ExitCode> hopeless = new LinkedBlockingQueue<>();
  private final AtomicBoolean intakeOver = new AtomicBoolean();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger drained = new AtomicInteger();

  @TempDir private Path folder;
  private ScriptedWorkers workers = new ScriptedWorkers(Path.of(""));

  @BeforeEach
  void script() {
    workers = new ScriptedWorkers(folder);
  }

  @AfterEach
  void noProcessIsLeft() {
    List<Started> left = workers.started().stream().filter(Started::isAlive).toList();
    left.forEach(Started::killHard);
    assertEquals(List.of(), left);
  }

  @Test
  void workerGetsSessionsOnceItIsAnnounced() throws IOException {
    try (Fleet fleet = started(workers.command(), 1, PATIENT)) {
      Started worker = workers.next();
      assertEquals(0, fleet.ready().count());
      announce(fleet, worker);
      await().until(() -> fleet.ready().count() == 1);
      assertEquals(1, accepted.get());
      workers.exit(worker, 0);
      workers.next().killHard();
      stopAll(fleet);
    }
  }

  @Test
  void killedWorkerIsReplacedAtOnceByOneWithAnotherToken() throws IOException {
    try (Fleet fleet = started(workers.command(), 1, PATIENT)) {
      Started first = ready(fleet);
      first.killHard();
      Started second = workers.next();
      assertEquals(0, fleet.ready().count());
      assertEquals(first.slot(), second.slot());
      assertNotEquals(first.token(), second.token());
      announce(fleet, second);
      await().until(() -> fleet.ready().count() == 1);
      stopAll(fleet);
    }
  }

  /** A server has workers of several draws, in slots of the same numbers. */
  @Test
  void everyLineOfAWorkerNamesItsDraw() throws IOException {
    try (var log = new CapturedLines(WorkerTimeouts.class.getPackage());
        Fleet fleet = started(workers.command(), 1, PATIENT)) {
      ready(fleet).killHard();
      workers.next();
      stopAll(fleet);
      List<String> lines = log.lines("action: worker_");
      for (String action : List.of("worker_start", "worker_ready", "worker_exit")) {
        assertFalse(log.lines("action: " + action + " ").isEmpty(), lines::toString);
      }
      assertEquals(lines, log.lines(" | draw: christmas"));
    }
  }

  @Test
  void workerThatIsNotReadyInTimeIsKilledAndReplaced() throws IOException {
    try (Fleet fleet =
        started(workers.stubbornCommand(), 1, new WorkerTimeouts(SHORT, LONG, SHORT))) {
      Started first = workers.next();
      Started second = workers.next();
      assertFalse(first.isAlive());
      assertEquals(first.slot(), second.slot());
      stopAll(fleet);
    }
  }

  @Test
  void workerWithoutHeartbeatIsTerminatedAndReplaced() throws IOException {
    try (Fleet fleet = started(workers.command(), 1, new WorkerTimeouts(LONG, SHORT, LONG))) {
      Started first = ready(fleet);
      await().until(() -> !first.isAlive());
      assertEquals(0, fleet.ready().count());
      workers.next();
      stopAll(fleet);
    }
  }

  @Test
  void workerThatIgnoresSigtermIsKilledAfterTheGracePeriod() throws IOException {
    try (Fleet fleet =
        started(workers.stubbornCommand(), 1, new WorkerTimeouts(LONG, SHORT, SHORT))) {
      Started first = ready(fleet);
      await().until(() -> !first.isAlive());
      workers.next();
      stopAll(fleet);
    }
  }

  @Test
  void heartbeatsKeepAWorker() throws IOException {
    try (Fleet fleet = started(workers.command(), 1, new WorkerTimeouts(LONG, SECOND, LONG))) {
      Started worker = ready(fleet);
      await()
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(50))
          .during(SECOND.multipliedBy(3))
          .until(
              () -> {
                fleet.beat(worker.pid(), new Heartbeat(0, 0, 1, SECOND.toMillis() / 2));
                return worker.isAlive() && fleet.ready().count() == 1;
              });
      stopAll(fleet);
    }
  }

  @Test
  void heartbeatsWithoutProgressDoNot() throws IOException {
    try (Fleet fleet = started(workers.command(), 1, new WorkerTimeouts(LONG, SHORT, LONG))) {
      Started worker = ready(fleet);
      await()
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                fleet.beat(worker.pid(), new Heartbeat(7, 70, 1, SHORT.toMillis()));
                return !worker.isAlive();
              });
      workers.next();
      stopAll(fleet);
    }
  }

  /** No second limit begins with a heartbeat that names an old batch. */
  @Test
  void oldestBatchMayNotBecomeOlderThanTheLimit() throws IOException {
    Duration limit = LONG.multipliedBy(10);
    try (Fleet fleet = started(workers.command(), 1, new WorkerTimeouts(LONG, limit, LONG))) {
      Started worker = ready(fleet);
      fleet.beat(worker.pid(), new Heartbeat(7, 70, 1, limit.toMillis() - 1));
      await().atMost(LONG).until(() -> !worker.isAlive());
      workers.next();
      stopAll(fleet);
    }
  }

  @Test
  void heartbeatOfNobodyIsIgnored() throws IOException {
    try (Fleet fleet = started(workers.command(), 1, PATIENT)) {
      for (long nobody : new long[] {0, -1, ProcessHandle.current().pid(), Long.MAX_VALUE}) {
        fleet.beat(nobody, new Heartbeat(0, 0, 0, 0));
      }
      ready(fleet);
      stopAll(fleet);
    }
  }

  @Test
  void heartbeatAdmitsASuspectAgain() throws IOException, InterruptedException {
    try (Fleet fleet = started(workers.command(), 1, PATIENT)) {
      Started worker = ready(fleet);
      ReadyWorker suspect = fleet.ready().reserve(LONG);
      if (suspect != null) {
        fleet.ready().suspect(suspect);
      }
      assertEquals(0, fleet.ready().count());
      fleet.beat(worker.pid(), new Heartbeat(0, 0, 0, 0));
      await().until(() -> fleet.ready().count() == 1);
      stopAll(fleet);
    }
  }

  @Test
  void whoIsNotTheProcessThatWasStartedIsRefused() throws IOException {
    try (Fleet fleet = started(workers.command(), 1, PATIENT)) {
      Started worker = workers.next();
      announce(fleet, new Started(1, worker.pid(), "wrong", worker.listen()));
      announce(fleet, new Started(1, worker.pid() + 1, worker.token(), worker.listen()));
      announce(fleet, new Started(2, worker.pid(), worker.token(), worker.listen()));
      announce(fleet, new Started(0, worker.pid(), worker.token(), worker.listen()));
      announce(fleet, new Started(-1, worker.pid(), worker.token(), worker.listen()));
      await().until(() -> refused.get() == 5);
      announce(fleet, worker);
      announce(fleet, worker);
      await().until(() -> refused.get() == 6);
      assertEquals(1, accepted.get());
      stopAll(fleet);
    }
  }

  @Test
  void crashLoopIsAbandoned() throws Exception {
    try (Fleet fleet = started(workers.commandThatExits(1), 1, PATIENT)) {
      assertEquals(ExitCode.NO_WORKERS, hopeless.poll(30, TimeUnit.SECONDS));
      assertEquals(6, workers.exits());
      assertEquals(0, fleet.ready().count());
    }
  }

  /** Nothing can be stored, so no death can count as the first; winners are still asked for. */
  @Test
  void workersAreReplacedWithoutEndOnceTheIntakeIsOver() throws IOException {
    intakeOver.set(true);
    try (Fleet fleet = started(workers.command(), 1, PATIENT)) {
      // One more than a worker that could store something may.
      for (int i = 0; i < 7; i++) {
        ready(fleet).killHard();
      }
      ready(fleet);
      assertTrue(hopeless.isEmpty());
    }
  }

  @Test
  void crashLoopAtTheStartIsAbandonedThenToo() throws Exception {
    intakeOver.set(true);
    try (Fleet _ = started(workers.commandThatExits(1), 1, PATIENT)) {
      assertEquals(ExitCode.NO_WORKERS, hopeless.poll(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void fleetThatCannotStartAProcessIsHopeless() throws Exception {
    try (Fleet fleet = started(List.of(folder.resolve("none").toString()), 2, PATIENT)) {
      assertEquals(ExitCode.NO_WORKERS, hopeless.poll(30, TimeUnit.SECONDS));
      assertEquals(0, fleet.ready().count());
    }
  }

  @Test
  void failureThatARestartCannotMendEndsEverything() throws Exception {
    for (ExitCode code : List.of(ExitCode.DISK_FAILED, ExitCode.LEDGER_DAMAGED, ExitCode.USAGE)) {
      int before = workers.exits();
      try (Fleet _ = started(workers.commandThatExits(code.code()), 1, PATIENT)) {
        assertEquals(code, hopeless.poll(30, TimeUnit.SECONDS));
      }
      assertEquals(1, workers.exits() - before, code.name());
    }
  }

  /** Whatever it is, it passes or it does not: another is tried, as after any death. */
  @Test
  void workerOfAServingFleetWithSettingsThatItCannotUseIsReplaced() throws IOException {
    try (Fleet fleet = started(workers.command(), 1, PATIENT)) {
      Started worker = ready(fleet);
      workers.exit(worker, ExitCode.USAGE.code());
      assertNotEquals(worker.pid(), ready(fleet).pid());
      assertTrue(hopeless.isEmpty());
      stopAll(fleet);
    }
  }

  @Test
  void killedFleetEndsAtOnceAndStartsNobodyAgain() throws IOException {
    Fleet fleet = started(workers.stubbornCommand(), 1, PATIENT);
    Started worker = ready(fleet);
    fleet.kill();
    fleet.close();
    assertFalse(worker.isAlive());
    assertEquals(1, workers.started().size());
    assertTrue(hopeless.isEmpty());
  }

  @Test
  void workerThatStoredSomethingIsAlwaysReplaced() throws IOException {
    try (Fleet fleet = started(workers.command(), 1, PATIENT)) {
      for (int i = 0; i < 8; i++) {
        Started worker = ready(fleet);
        fleet.beat(worker.pid(), new Heartbeat(1, 10, 1, 0));
        worker.killHard();
      }
      workers.next();
      assertTrue(hopeless.isEmpty());
      stopAll(fleet);
    }
  }

  @Test
  void workerThatDiesBeforeItsHeartbeatTellsIsReplacedIfASessionSawItStore() throws Exception {
    try (Fleet fleet = started(workers.command(), 1, PATIENT)) {
      for (int i = 0; i < 8; i++) {
        Started worker = ready(fleet);
        ReadyWorker serving = fleet.ready().reserve(LONG);
        if (serving != null) {
          serving.stored();
        }
        worker.killHard();
      }
      workers.next();
      assertTrue(hopeless.isEmpty());
      stopAll(fleet);
    }
  }

  @Test
  void serviceOfOneProcessDoesNotExcuseTheNext() throws Exception {
    try (Fleet fleet = started(workers.command(), 1, PATIENT)) {
      Started first = ready(fleet);
      ReadyWorker serving = fleet.ready().reserve(LONG);
      if (serving != null) {
        serving.stored();
      }
      first.killHard();
      for (int i = 0; i < 5; i++) {
        workers.next().killHard();
      }
      assertEquals(ExitCode.NO_WORKERS, hopeless.poll(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void hungWorkerIsMadeToDumpItsThreads() throws IOException {
    try (Fleet fleet =
        started(workers.dumpingCommand(), 1, new WorkerTimeouts(LONG, SHORT, LONG))) {
      Started hung = ready(fleet);
      await().until(() -> !hung.isAlive());
      assertEquals(1, workers.exits());
      stopAll(fleet);
    }
  }

  @Test
  void closingDrainsAndWaits() throws IOException {
    Fleet fleet = fleet(workers.command(), 2, PATIENT);
    fleet.start();
    for (int i = 0; i < 2; i++) {
      Started worker = workers.next();
      announce(
          fleet,
          worker,
          () -> {
            drained.incrementAndGet();
            exitInOrder(worker);
          });
    }
    await().until(() -> fleet.ready().count() == 2);
    fleet.close();
    assertEquals(2, drained.get());
    assertEquals(0, fleet.ready().count());
    assertEquals(2, workers.started().size(), "none is replaced");
    assertTrue(hopeless.isEmpty());
  }

  @Test
  void closingKillsWhoIgnoresEverything() throws IOException {
    Fleet fleet = fleet(workers.stubbornCommand(), 2, new WorkerTimeouts(LONG, LONG, SHORT));
    fleet.start();
    Started ready = workers.next();
    announce(fleet, ready);
    Started starting = workers.next();
    await().until(() -> fleet.ready().count() == 1);
    fleet.close();
    assertFalse(ready.isAlive());
    assertFalse(starting.isAlive());
  }

  @Test
  void closingAFleetThatGaveUpReturns() throws Exception {
    Fleet fleet = started(workers.commandThatExits(1), 2, PATIENT);
    assertEquals(ExitCode.NO_WORKERS, hopeless.poll(30, TimeUnit.SECONDS));
    fleet.close();
    fleet.close();
  }

  private Fleet fleet(List<String> command, int count, WorkerTimeouts timing) {
    return new Fleet(
        "christmas",
        command,
        List.of("--more"),
        folder,
        new Fleet.Plan(count, count, 0),
        timing,
        hopeless::add,
        intakeOver::get);
  }

  private Fleet started(List<String> command, int count, WorkerTimeouts timing) {
    Fleet fleet = fleet(command, count, timing);
    fleet.start();
    return fleet;
  }

  /** Waits for the next process and for it to be ready. */
  private Started ready(Fleet fleet) {
    Started worker = workers.next();
    announce(fleet, worker);
    await().until(() -> fleet.ready().count() == 1);
    return worker;
  }

  private void announce(Fleet fleet, Started worker) {
    announce(fleet, worker, drained::incrementAndGet);
  }

  private void announce(Fleet fleet, Started worker, WorkerChannel channel) {
    fleet.announced(
        new Ready(
            worker.slot(),
            worker.pid(),
            worker.token(),
            worker.listen().toString(),
            new LogSummary(List.of(), 0, List.of(), DrawStage.OPEN)),
        channel,
        accepted::incrementAndGet,
        refused::incrementAndGet);
  }

  private void exitInOrder(Started worker) {
    try {
      workers.exit(worker, 0);
    } catch (IOException e) {
      worker.killHard();
    }
  }

  /** Lets a fleet close at once: nobody here obeys a drain. */
  private void stopAll(Fleet fleet) throws IOException {
    var closing = Thread.startVirtualThread(() -> closeQuietly(fleet));
    await()
        .atMost(LONG)
        .until(
            () -> {
              workers.started().forEach(Started::killHard);
              return !closing.isAlive();
            });
  }

  private static void closeQuietly(Fleet fleet) {
    try {
      fleet.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
