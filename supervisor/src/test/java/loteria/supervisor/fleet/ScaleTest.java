package loteria.supervisor.fleet;

import static loteria.supervisor.fleet.FleetBench.PATIENT;
import static loteria.supervisor.fleet.FleetBench.outcome;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import loteria.supervisor.fleet.ScriptedWorkers.Started;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More workers and fewer, while the others serve. */
@Timeout(60)
class ScaleTest {
  @TempDir private Path folder;

  @Test
  void newWorkersGetTheNextNumbersAndArePutInPlaceOnceReady() {
    try (var bench = FleetBench.ready(folder, 1)) {
      CompletableFuture<ChangeOutcome> scale = bench.scale(3);
      Started one = bench.workers.next();
      Started other = bench.workers.next();
      assertEquals(Set.of(2, 3), Set.of(one.slot(), other.slot()));
      bench.awaitSlots("1 ready", "2 starting?", "3 starting?");
      assertEquals(3, bench.fleet.wanted());
      assertEquals(1, bench.fleet.ready().count());
      bench.announce(one);
      await().until(() -> bench.fleet.ready().count() == 2);
      assertFalse(scale.isDone());
      bench.announce(other);
      assertEquals(new ChangeOutcome.Done("3 workers"), outcome(scale));
      assertEquals(
          List.of(
              "worker %d is ready, 1 of 2".formatted(one.slot()),
              "worker %d is ready, 2 of 2".formatted(other.slot())),
          List.copyOf(bench.steps));
      bench.awaitSlots("1 ready", "2 ready", "3 ready");
    }
  }

  @Test
  void newWorkerIsRestartedLikeAnyOther() {
    try (var bench = FleetBench.ready(folder, 1)) {
      CompletableFuture<ChangeOutcome> scale = bench.scale(2);
      Started second = bench.workers.next();
      bench.announce(second);
      assertEquals(new ChangeOutcome.Done("2 workers"), outcome(scale));
      second.killHard();
      assertEquals(2, bench.workers.next().slot());
    }
  }

  @Test
  void highestNumbersAreDrainedAndLeaveTheList() {
    try (var bench = FleetBench.ready(folder, 4)) {
      assertEquals(new ChangeOutcome.Done("2 workers"), outcome(bench.scale(2)));
      assertEquals(List.of(4, 3), List.copyOf(bench.drained));
      bench.awaitSlots("1 ready", "2 ready");
      assertEquals(2, bench.fleet.wanted());
      assertEquals(2, bench.fleet.ready().count());
      assertEquals(2, bench.steps.size());
      assertEquals(4, bench.workers.started().size(), "none is replaced");
    }
  }

  @Test
  void whoLeavesGetsNoMoreSessionsButFinishesItsOwn() {
    try (var bench = FleetBench.starting(folder, 2, 0, PATIENT)) {
      bench.announce(bench.workers.next(), () -> {});
      bench.announce(bench.workers.next(), () -> {});
      await().until(() -> bench.fleet.ready().count() == 2);
      CompletableFuture<ChangeOutcome> scale = bench.scale(1);
      bench.awaitSlots("1 ready", "2 draining");
      assertEquals(1, bench.fleet.ready().count());
      assertEquals(1, bench.fleet.wanted());
      assertFalse(scale.isDone());
      bench.exit(bench.running(2));
      assertEquals(new ChangeOutcome.Done("1 worker"), outcome(scale));
    }
  }

  @Test
  void onlyReadyWorkerStaysUntilAnotherIsReady() {
    try (var bench = FleetBench.starting(folder, 3, 0, PATIENT)) {
      for (int i = 0; i < 3; i++) {
        bench.workers.next();
      }
      bench.announce(bench.running(3));
      CompletableFuture<ChangeOutcome> scale = bench.scale(1);
      bench.awaitSlots("1 starting", "3 ready");
      bench.settle();
      assertEquals(List.of(), List.copyOf(bench.drained));
      bench.announce(bench.running(1));
      assertEquals(new ChangeOutcome.Done("1 worker"), outcome(scale));
      assertEquals(List.of(3), List.copyOf(bench.drained));
    }
  }

  @Test
  void workersThatDoNotBecomeReadyAreNotKept() {
    try (var bench = FleetBench.ready(folder, 1)) {
      CompletableFuture<ChangeOutcome> scale = bench.scale(3);
      Started dying = bench.workers.next();
      Started living = bench.workers.next();
      dying.killHard();
      bench.announce(living);
      assertEquals(
          new ChangeOutcome.Failed(
              "the new worker %d ended: killed (SIGKILL); 2 workers now".formatted(dying.slot())),
          outcome(scale));
      bench.awaitSlots("1 ready", living.slot() + " ready");
      assertEquals(2, bench.fleet.wanted());
      assertEquals(3, bench.workers.started().size(), "it is not tried again");
      assertEquals(3, scaledTo(bench, 3), "the number that is free is filled");
    }
  }

  @Test
  void configurationThatNewWorkersCannotUseEndsNobodyElse() throws IOException {
    try (var bench = FleetBench.ready(folder, 1)) {
      CompletableFuture<ChangeOutcome> scale = bench.scale(2);
      bench.workers.exit(bench.workers.next(), 2);
      assertEquals(
          new ChangeOutcome.Failed("the new worker 2 ended: bad configuration; 1 worker now"),
          outcome(scale));
      assertTrue(bench.hopeless.isEmpty());
      bench.awaitSlots("1 ready");
    }
  }

  @Test
  void abandonedWorkerIsTriedAgain() {
    try (var bench = FleetBench.ready(folder, 2)) {
      giveUp(bench);
      CompletableFuture<ChangeOutcome> scale = bench.scale(2);
      Started again = bench.workers.next();
      assertEquals(2, again.slot());
      bench.announce(again);
      assertEquals(new ChangeOutcome.Done("2 workers"), outcome(scale));
      bench.awaitSlots("1 ready", "2 ready");
      again.killHard();
      assertEquals(2, bench.workers.next().slot(), "with a new budget");
      assertTrue(bench.hopeless.isEmpty());
    }
  }

  @Test
  void onlyReadyWorkerStaysIfAnAbandonedOneDoesNotBecomeReady() {
    try (var bench = FleetBench.ready(folder, 2)) {
      Started first = bench.running(1);
      for (int i = 0; i < 6; i++) {
        first.killHard();
        first = i < 5 ? bench.restarted() : first;
      }
      bench.awaitSlots("1 given_up", "2 ready");
      CompletableFuture<ChangeOutcome> scale = bench.scale(1);
      bench.workers.next().killHard();
      assertEquals(
          new ChangeOutcome.Failed(
              "the new worker 1 ended: killed (SIGKILL); no worker that stays is ready;"
                  + " 2 workers now"),
          outcome(scale));
      bench.awaitSlots("1 given_up", "2 ready");
      assertEquals(1, bench.fleet.ready().count());
    }
  }

  @Test
  void asManyAsThereAreIsDoneAtOnce() {
    try (var bench = FleetBench.ready(folder, 2)) {
      assertEquals(new ChangeOutcome.Done("2 workers"), outcome(bench.scale(2)));
      assertEquals(List.of(), List.copyOf(bench.steps));
    }
  }

  @Test
  void numbersThatCannotBeAreRefused() {
    try (var bench = FleetBench.ready(folder, 1)) {
      for (int count : new int[] {Integer.MIN_VALUE, 0, 257, Integer.MAX_VALUE}) {
        assertEquals(
            new ChangeOutcome.Failed("there can be from 1 to 256 workers"),
            outcome(bench.scale(count)));
      }
    }
  }

  /** Lets worker 2 of 2 die until it is abandoned. */
  private static void giveUp(FleetBench bench) {
    Started second = bench.running(2);
    for (int i = 0; i < 6; i++) {
      second.killHard();
      second = i < 5 ? bench.restarted() : second;
    }
    bench.awaitSlots("1 ready", "2 given_up");
  }

  /** How many are ready after a scale that needs one more. */
  private static int scaledTo(FleetBench bench, int count) {
    CompletableFuture<ChangeOutcome> scale = bench.scale(count);
    bench.announce(bench.workers.next());
    outcome(scale);
    return bench.fleet.ready().count();
  }
}
