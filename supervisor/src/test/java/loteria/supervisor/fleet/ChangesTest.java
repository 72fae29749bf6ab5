package loteria.supervisor.fleet;

import static loteria.supervisor.fleet.FleetBench.PATIENT;
import static loteria.supervisor.fleet.FleetBench.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import loteria.supervisor.fleet.ScriptedWorkers.Started;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Of several changes of the pool one is under way; its end comes first. */
@Timeout(60)
class ChangesTest {
  private static final ChangeOutcome STOPPING = new ChangeOutcome.Failed("the server is stopping");

  @TempDir private Path folder;

  @Test
  void secondChangeIsRefusedAndTheFirstContinues() {
    try (var bench = FleetBench.ready(folder, 1)) {
      CompletableFuture<ChangeOutcome> reload = bench.reload();
      var refused = new ChangeOutcome.Failed("a reload is in progress");
      assertEquals(refused, outcome(bench.scale(2)));
      assertEquals(refused, outcome(bench.reload()));
      bench.announce(bench.workers.next());
      assertEquals(new ChangeOutcome.Done("1 worker replaced"), outcome(reload));
      CompletableFuture<ChangeOutcome> scale = bench.scale(2);
      assertEquals(new ChangeOutcome.Failed("a scale is in progress"), outcome(bench.reload()));
      bench.announce(bench.workers.next());
      assertEquals(new ChangeOutcome.Done("2 workers"), outcome(scale));
    }
  }

  @Test
  void operatorWaitsForAWornOutWorkerToBeReplaced() {
    try (var bench = FleetBench.ready(folder, 1, 10, PATIENT)) {
      bench.beat(bench.running(1), 10);
      Started successor = bench.workers.next();
      CompletableFuture<ChangeOutcome> scale = bench.scale(1);
      assertEquals(new ChangeOutcome.Failed("a scale is in progress"), outcome(bench.reload()));
      assertFalse(scale.isDone());
      bench.announce(successor);
      assertEquals(new ChangeOutcome.Done("1 worker"), outcome(scale));
      assertEquals(List.of(1), List.copyOf(bench.drained));
    }
  }

  @Test
  void wornOutWorkerWaitsForTheOperator() {
    try (var bench = FleetBench.ready(folder, 1, 10, PATIENT)) {
      CompletableFuture<ChangeOutcome> scale = bench.scale(2);
      Started second = bench.workers.next();
      Started first =
          bench.workers.started().stream().filter(it -> it.slot() == 1).findFirst().orElseThrow();
      bench.beat(first, 10);
      bench.settle();
      assertEquals(List.of("1 ready", "2 starting?"), bench.slots());
      bench.announce(second);
      assertEquals(new ChangeOutcome.Done("2 workers"), outcome(scale));
      bench.beat(first, 10);
      assertEquals(1, bench.workers.next().slot());
    }
  }

  @Test
  void closingEndsAReloadAndItsSuccessor() {
    var bench = FleetBench.ready(folder, 2);
    CompletableFuture<ChangeOutcome> reload = bench.reload();
    Started successor = bench.workers.next();
    bench.close();
    assertEquals(STOPPING, outcome(reload));
    assertFalse(successor.isAlive());
    assertEquals(List.of(), bench.fleet.view());
    assertEquals(3, bench.workers.started().size());
  }

  @Test
  void closingEndsAScaleInEitherDirection() {
    var bench = FleetBench.starting(folder, 2, 0, PATIENT);
    bench.announce(bench.workers.next(), () -> {});
    bench.announce(bench.workers.next(), () -> {});
    CompletableFuture<ChangeOutcome> down = bench.scale(1);
    bench.awaitSlots("1 ready", "2 draining");
    bench.close();
    assertEquals(STOPPING, outcome(down));
  }

  @Test
  void closingEndsWhatWaitsToo() {
    var bench = FleetBench.ready(folder, 1, 10, PATIENT);
    bench.beat(bench.running(1), 10);
    bench.workers.next();
    CompletableFuture<ChangeOutcome> waiting = bench.scale(5);
    bench.close();
    assertEquals(STOPPING, outcome(waiting));
    assertEquals(2, bench.workers.started().size());
  }

  @Test
  void aRequestAfterTheEndIsRefused() {
    var bench = FleetBench.ready(folder, 1);
    bench.close();
    assertEquals(STOPPING, outcome(bench.scale(2)));
    assertEquals(STOPPING, outcome(bench.reload()));
  }

  @Test
  void changeContinuesThoughItsOperatorIsGone() {
    try (var bench = FleetBench.ready(folder, 1)) {
      CompletableFuture<ChangeOutcome> scale =
          bench.fleet.scale(
              2,
              step -> {
                throw new IllegalStateException(step);
              });
      bench.announce(bench.workers.next());
      assertEquals(new ChangeOutcome.Done("2 workers"), outcome(scale));
      bench.running(1).killHard();
      bench.workers.next();
    }
  }
}
