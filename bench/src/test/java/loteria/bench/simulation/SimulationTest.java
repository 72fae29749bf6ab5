package loteria.bench.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Against what follows from the costs by hand. */
class SimulationTest {
  private static final Line NOTHING = new Line(0, 0);

  @Test
  void aProcessorIsSharedByAllStages() {
    var costs = new StageCosts(10_000, 20_000, 30_000, NOTHING, new Line(0, 40_000), NOTHING, 0);
    Outcome outcome = Simulation.of(new Site(1, 1, 5, 8), costs);
    assertEquals(1e9 / 100_000, outcome.batchesPerSecond(), 20);
    assertEquals(1, outcome.cores(), 1e-3);
    assertEquals("processors", outcome.limit());
  }

  @Test
  void oneConnectionHasOneThreadForEachStage() {
    var costs = new StageCosts(0, 50_000, 20_000, NOTHING, NOTHING, NOTHING, 0);
    assertEquals(
        20_000, Simulation.of(new Site(64, 1, 1, 8), costs).batchesPerSecond(), 20, "its relay");
    assertEquals(200_000, Simulation.of(new Site(64, 1, 10, 8), costs).batchesPerSecond(), 200);
  }

  @Test
  void oneWorkerAtATimeHasTheLock() {
    var costs = new StageCosts(0, 0, 0, NOTHING, new Line(0, 100_000), NOTHING, 0);
    Outcome outcome = Simulation.of(new Site(64, 8, 64, 8), costs);
    assertEquals(10_000, outcome.batchesPerSecond(), 600);
    assertEquals(1, outcome.lock(), 1e-3);
  }

  @Test
  void aTurnTakesWhatHasCome() {
    var costs = new StageCosts(0, 0, 0, NOTHING, NOTHING, new Line(1e6, 0), 0);
    Outcome outcome = Simulation.of(new Site(2, 1, 5, 8), costs);
    assertEquals(20, outcome.batchesPerTurn(), 0.1, "one half comes while the other is forced");
    assertEquals(20_000, outcome.batchesPerSecond(), 100);
    assertEquals(1, outcome.disk(), 1e-3);
    assertEquals("disk", outcome.limit());
    assertEquals(1_000, Simulation.of(new Site(2, 1, 1, 1), costs).batchesPerSecond(), 2);
  }

  @Test
  void eachWorkerTakesInWhatTheOthersStore() {
    var costs = new StageCosts(0, 0, 0, NOTHING, new Line(0, 1_000), new Line(1e6, 0), 1_000);
    assertEquals(1_000, cpuNanos(1, costs), 20);
    assertEquals(4_000, cpuNanos(4, costs), 80);
  }

  /** The processor time for a batch. */
  private static double cpuNanos(int workers, StageCosts costs) {
    var site = new Site(64, workers, 40, 8);
    Outcome outcome = Simulation.of(site, costs);
    return outcome.cores() * site.cores() * 1e9 / outcome.batchesPerSecond();
  }

  @Test
  void aLineIsTheOneThroughItsPoints() {
    Line line = Line.through(new double[] {2, 20, 100}, new double[] {14, 50, 210});
    assertEquals(10, line.fixed(), 1e-9);
    assertEquals(2, line.each(), 1e-9);
    assertEquals(new Line(0, 3), Line.through(new double[] {1, 2}, new double[] {2, 7}));
    assertEquals(new Line(4, 0), Line.through(new double[] {1, 3}, new double[] {5, 3}));
  }
}
