package loteria.supervisor.fleet;

import static loteria.supervisor.fleet.FleetBench.PATIENT;
import static loteria.supervisor.fleet.FleetBench.outcome;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import loteria.ipc.message.WorkerMessage.Heartbeat;
import loteria.supervisor.fleet.ScriptedWorkers.Started;
import loteria.supervisor.slot.SlotView;
import loteria.supervisor.slot.WorkerState;
import loteria.supervisor.slot.WorkerTimeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen of the fleet. */
@Timeout(60)
class SlotViewTest {
  @TempDir private Path folder;

  @Test
  void slotWithoutAProcessHasNoPid() {
    var timing = new WorkerTimeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    Fleet unstarted =
        new Fleet(
            "christmas",
            List.of("none"),
            List.of(),
            folder,
            new Fleet.Plan(2, 2, 0),
            timing,
            _ -> {},
            () -> false);
    assertEquals(2, unstarted.wanted());
    assertEquals(
        List.of(
            new SlotView(1, 0, WorkerState.WAITING, null, 0, null, 0, null, false),
            new SlotView(2, 0, WorkerState.WAITING, null, 0, null, 0, null, false)),
        unstarted.view());
  }

  @Test
  void lifeOfAProcessIsSeen() throws InterruptedException {
    Instant before = Instant.now();
    try (var bench = FleetBench.starting(folder, 1, 0, PATIENT)) {
      Started worker = bench.workers.next();
      bench.awaitSlots("1 starting");
      SlotView starting = bench.fleet.view().getFirst();
      assertEquals(worker.pid(), starting.pid());
      Instant since = starting.since();
      assertNotNull(since);
      assertFalse(since.isBefore(before));
      assertFalse(since.isAfter(Instant.now()));
      bench.announce(worker);
      bench.awaitSlots("1 ready");
      bench.fleet.ready().reserve(Duration.ZERO);
      bench.fleet.ready().reserve(Duration.ZERO);
      bench.beat(worker, 3);
      await()
          .until(
              () -> new Heartbeat(3, 30, 1, 0).equals(bench.fleet.view().getFirst().heartbeat()));
      assertEquals(
          new SlotView(
              1,
              worker.pid(),
              WorkerState.READY,
              since,
              0,
              null,
              2,
              new Heartbeat(3, 30, 1, 0),
              false),
          bench.fleet.view().getFirst());
    }
  }

  @Test
  void whyTheLastProcessEndedIsSeen() {
    try (var bench = FleetBench.ready(folder, 1)) {
      bench.beat(bench.running(1), 5);
      bench.running(1).killHard();
      Started next = bench.workers.next();
      await().until(() -> bench.fleet.view().getFirst().pid() == next.pid());
      SlotView restarted = bench.fleet.view().getFirst();
      assertEquals("killed (SIGKILL)", restarted.lastExit());
      assertEquals(1, restarted.restarts());
      assertEquals(0, restarted.sessions());
      assertNull(restarted.heartbeat(), "that was another's");
    }
  }

  @Test
  void successorContinuesTheHistoryOfItsPlace() {
    try (var bench = FleetBench.ready(folder, 1)) {
      CompletableFuture<ChangeOutcome> reload = bench.reload();
      Started successor = bench.workers.next();
      bench.awaitSlots("1 ready", "1 starting?");
      assertTrue(bench.fleet.view().getLast().isCandidate());
      bench.announce(successor);
      outcome(reload);
      bench.awaitSlots("1 ready");
      SlotView replaced = bench.fleet.view().getFirst();
      assertEquals(successor.pid(), replaced.pid());
      assertEquals(0, replaced.restarts(), "an operator asked for it");
      assertEquals("success", replaced.lastExit());
    }
  }

  @Test
  void whatWasSeenDoesNotChange() {
    try (var bench = FleetBench.ready(folder, 1)) {
      List<SlotView> seen = bench.fleet.view();
      assertThrows(UnsupportedOperationException.class, seen::clear);
      bench.running(1).killHard();
      bench.workers.next();
      assertEquals(WorkerState.READY, seen.getFirst().state());
    }
  }
}
