package loteria.supervisor.fleet;

import static loteria.supervisor.fleet.FleetBench.PATIENT;
import static loteria.supervisor.fleet.FleetBench.outcome;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import loteria.supervisor.fleet.ScriptedWorkers.Started;
import loteria.supervisor.slot.WorkerTimeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** New processes in the place of old ones, while they serve. */
@Timeout(60)
class ReloadTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void eachOldWorkerLeavesOnceItsSuccessorIsReady() {
    try (var bench = FleetBench.ready(folder, 2)) {
      Started first = bench.running(1);
      Started second = bench.running(2);
      CompletableFuture<ChangeOutcome> reload = bench.reload();
      Started successor = bench.workers.next();
      bench.awaitSlots("1 ready", "1 starting?", "2 ready");
      assertEquals(2, bench.fleet.wanted());
      assertEquals(2, bench.fleet.ready().count());
      bench.announce(successor);
      await().until(() -> !first.isAlive());
      assertTrue(second.isAlive());
      bench.announce(bench.workers.next());
      assertEquals(new ChangeOutcome.Done("2 workers replaced"), outcome(reload));
      assertFalse(second.isAlive());
      assertEquals(List.of(1, 2), List.copyOf(bench.drained));
      assertEquals(
          List.of("worker 1 replaced, 1 of 2", "worker 2 replaced, 2 of 2"),
          List.copyOf(bench.steps));
      bench.awaitSlots("1 ready", "2 ready");
      assertEquals(2, bench.fleet.ready().count());
    }
  }

  @Test
  void thereAreNeverFewerReadyThanBefore() {
    try (var bench = FleetBench.ready(folder, 1)) {
      for (int i = 0; i < 3; i++) {
        CompletableFuture<ChangeOutcome> reload = bench.reload();
        Started successor = bench.workers.next();
        assertEquals(1, bench.fleet.ready().count());
        bench.announce(successor);
        assertEquals(new ChangeOutcome.Done("1 worker replaced"), outcome(reload));
        assertEquals(1, bench.fleet.ready().count());
      }
    }
  }

  @Test
  void successorListensBesideTheOldOneWhoseSocketIsRemoved() throws Exception {
    try (var bench = FleetBench.ready(folder, 1)) {
      Started old = bench.running(1);
      java.nio.file.Files.createFile(old.listen());
      CompletableFuture<ChangeOutcome> reload = bench.reload();
      Started successor = bench.workers.next();
      assertNotEquals(old.listen(), successor.listen());
      assertEquals(old.slot(), successor.slot());
      bench.announce(successor);
      outcome(reload);
      assertTrue(java.nio.file.Files.notExists(old.listen()));
      reload = bench.reload();
      Started third = bench.workers.next();
      assertEquals(old.listen(), third.listen(), "names are used again");
      bench.announce(third);
      outcome(reload);
    }
  }

  @Test
  void reloadStopsAtASuccessorThatDies() {
    try (var bench = FleetBench.ready(folder, 2)) {
      CompletableFuture<ChangeOutcome> reload = bench.reload();
      bench.announce(bench.workers.next());
      Started dying = bench.workers.next();
      assertEquals(2, dying.slot());
      dying.killHard();
      assertEquals(
          new ChangeOutcome.Failed("the new worker 2 ended: killed (SIGKILL); 1 of 2 replaced"),
          outcome(reload));
      bench.awaitSlots("1 ready", "2 ready");
      assertEquals(List.of(1), List.copyOf(bench.drained), "the old one stays");
      assertEquals(2, bench.fleet.ready().count());
    }
  }

  @Test
  void reloadStopsAtASuccessorThatIsNotReadyInTime() {
    Duration boot = Duration.ofSeconds(2);
    var timing = new WorkerTimeouts(boot, LONG, LONG);
    try (var bench = FleetBench.ready(folder, 1, 0, timing)) {
      CompletableFuture<ChangeOutcome> reload = bench.reload();
      Started late = bench.workers.next();
      bench.pass(boot.minusNanos(1));
      bench.awaitSlots("1 ready", "1 starting?");
      bench.pass(Duration.ofNanos(1));
      assertEquals(
          new ChangeOutcome.Failed(
              "the new worker 1 was not ready within 2000 ms; 0 of 1 replaced"),
          outcome(reload));
      assertFalse(late.isAlive());
      bench.awaitSlots("1 ready");
      assertEquals(1, bench.fleet.ready().count());
    }
  }

  @Test
  void oldWorkerThatDiesMeanwhileIsReplacedAllTheSame() {
    try (var bench = FleetBench.ready(folder, 1)) {
      CompletableFuture<ChangeOutcome> reload = bench.reload();
      Started successor = bench.workers.next();
      bench.running(1);
      for (Started one : bench.workers.started()) {
        if (one.pid() != successor.pid()) {
          one.killHard();
        }
      }
      Started restarted = bench.workers.next();
      bench.announce(successor);
      assertEquals(new ChangeOutcome.Done("1 worker replaced"), outcome(reload));
      await().until(() -> !restarted.isAlive());
      bench.awaitSlots("1 ready");
    }
  }

  @Test
  void heartbeatIsItsProcessesAndNotItsNumbers() {
    Duration heartbeat = Duration.ofSeconds(1);
    var timing = new WorkerTimeouts(LONG, heartbeat, LONG);
    try (var bench = FleetBench.starting(folder, 1, 0, timing)) {
      Started old = bench.workers.next();
      bench.announce(old, () -> {});
      CompletableFuture<ChangeOutcome> reload = bench.reload();
      Started successor = bench.workers.next();
      bench.announce(successor);
      bench.awaitSlots("1 draining", "1 ready");
      bench.pass(heartbeat.minusNanos(1));
      bench.beat(old, 7);
      bench.settle();
      bench.awaitSlots("1 draining", "1 ready");
      bench.pass(Duration.ofNanos(1));
      await().until(() -> !successor.isAlive());
      bench.exit(old);
      outcome(reload);
    }
  }

  @Test
  void abandonedWorkerIsReplaced() {
    try (var bench = FleetBench.ready(folder, 2)) {
      Started second = bench.running(2);
      for (int i = 0; i < 6; i++) {
        second.killHard();
        second = i < 5 ? bench.restarted() : second;
      }
      bench.awaitSlots("1 ready", "2 given_up");
      CompletableFuture<ChangeOutcome> reload = bench.reload();
      bench.announce(bench.workers.next());
      bench.announce(bench.workers.next());
      assertEquals(new ChangeOutcome.Done("2 workers replaced"), outcome(reload));
      bench.awaitSlots("1 ready", "2 ready");
    }
  }

  @Test
  void wornOutWorkerServesUntilItsSuccessorIsReady() {
    try (var bench = FleetBench.ready(folder, 1, 10, PATIENT)) {
      Started old = bench.running(1);
      bench.beat(old, 9);
      bench.settle();
      assertEquals(List.of("1 ready"), bench.slots());
      bench.beat(old, 10);
      Started successor = bench.workers.next();
      bench.beat(old, 20);
      bench.awaitSlots("1 ready", "1 starting?");
      bench.announce(successor);
      await().until(() -> !old.isAlive());
      bench.awaitSlots("1 ready");
      assertEquals(List.of(1), List.copyOf(bench.drained));
      assertEquals(2, bench.workers.started().size());
    }
  }

  @Test
  void wornOutWorkerIsKeptIfItsSuccessorDies() {
    try (var bench = FleetBench.ready(folder, 1, 10, PATIENT)) {
      Started old = bench.running(1);
      bench.beat(old, 10);
      bench.workers.next().killHard();
      bench.awaitSlots("1 ready");
      bench.beat(old, 11);
      bench.settle();
      assertEquals(List.of("1 ready"), bench.slots(), "not tried again at once");
      assertEquals(1, bench.fleet.ready().count());
      bench.pass(Duration.ofSeconds(5));
      bench.beat(old, 12);
      bench.announce(bench.workers.next());
      await().until(() -> !old.isAlive());
      assertTrue(bench.hopeless.isEmpty());
    }
  }
}
