package loteria.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import loteria.bench.Measurements;
import loteria.bench.limit.BareAppend;
import loteria.bench.load.BatchSize;
import loteria.bench.load.Load;
import loteria.bench.simulation.Line;
import loteria.bench.simulation.StageCosts;

/** All loads of one batch size, on each kind of server, and the costs that follow from them. */
final class StageColumn {
  static final int[][] AGENCIES_AND_WINDOWS = {{5, 1}, {5, 8}, {50, 8}};

  /** The most of a turn that still is one write. */
  private static final int TURN_BYTES_MAX = 4 << 20;

  private static final int LARGE_TURN = 64;

  private static final Duration TIME = Duration.ofMillis(1500);
  private static final Duration FORCE_TIME = Duration.ofMillis(500);

  /** A server of this benchmark. */
  enum Kind {
    /** One worker has all sessions; two processors. */
    ONE_WORKER(1, 2),
    /** Two workers share them; two processors. */
    TWO_WORKERS(2, 2),
    /** One worker; the server and the agencies are confined to one processor. */
    ONE_PROCESSOR(1, 1);

    final int workers;
    final int processors;

    Kind(int workers, int processors) {
      this.workers = workers;
      this.processors = processors;
    }
  }

  final BatchSize size;
  private final Map<Kind, List<StageCell>> cells = new EnumMap<>(Kind.class);
  private final List<Double> smallForces = new ArrayList<>();
  private final List<Double> largeForces = new ArrayList<>();

  StageColumn(BatchSize size) {
    this.size = size;
    for (Kind kind : Kind.values()) {
      List<StageCell> loads = new ArrayList<>();
      for (int[] one : AGENCIES_AND_WINDOWS) {
        loads.add(new StageCell(Load.lasting(TIME, one[0], one[1], size)));
      }
      cells.put(kind, loads);
    }
  }

  /** The loads of a kind of server, the lightest first. */
  List<StageCell> cells(Kind kind) {
    return Objects.requireNonNull(cells.get(kind));
  }

  /** Measures how long a force of one batch takes, and one of many. */
  void force(Path folder) throws IOException {
    double bytes = cells(Kind.ONE_WORKER).getLast().bytesPerBatch();
    smallForces.add(1e6 * BareAppend.measure(folder, (int) bytes, FORCE_TIME).medianForceMs());
    int large = (int) (bytes * largeTurn());
    largeForces.add(1e6 * BareAppend.measure(folder, large, FORCE_TIME).medianForceMs());
  }

  private int largeTurn() {
    double bytes = cells(Kind.ONE_WORKER).getLast().bytesPerBatch();
    return (int) Math.min(LARGE_TURN, TURN_BYTES_MAX / bytes);
  }

  /**
   * The costs that a simulation takes.
   *
   * @param load whose costs a batch has; a turn's follow from all loads
   */
  StageCosts costs(int load) {
    StageCell cell = cells(Kind.ONE_WORKER).get(load);
    Line held = line(StageSample::heldNanos);
    return new StageCosts(
        cell.perBatch(StageSample::sender),
        cell.perBatch(StageSample::relay),
        cell.perBatch(StageSample::session),
        line(StageSample::ledger).without(held),
        held,
        forceLine(),
        foreignNanos());
  }

  private Line line(ToDoubleFunction<StageSample> nanos) {
    List<StageCell> loads = cells(Kind.ONE_WORKER);
    return Line.through(
        loads.stream().mapToDouble(StageCell::batchesPerTurn).toArray(),
        loads.stream().mapToDouble(cell -> cell.perTurn(nanos)).toArray());
  }

  private Line forceLine() {
    return Line.through(
        new double[] {1, largeTurn()}, new double[] {median(smallForces), median(largeForces)});
  }

  /** Of two workers, each takes in what the other stores: what a ledger's turns cost more then. */
  private double foreignNanos() {
    StageCell two = cells(Kind.TWO_WORKERS).getLast();
    double own = line(StageSample::ledger).of(two.batchesPerTurn()) / two.batchesPerTurn();
    return Math.max(0, two.perBatch(StageSample::ledger) - own);
  }

  private static double median(List<Double> values) {
    return Measurements.median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
