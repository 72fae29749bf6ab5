package loteria.bench.scenario;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import loteria.bench.Measurements;
import loteria.bench.Table;
import loteria.bench.scenario.StageColumn.Kind;
import loteria.bench.simulation.Outcome;
import loteria.bench.simulation.Simulation;
import loteria.bench.simulation.Site;
import loteria.bench.simulation.StageCosts;

/** The tables of the scaling benchmark. */
final class ScalingTables {
  private static final int[] CORES = {2, 4, 16, 64};
  private static final int MANY_AGENCIES = 500;
  private static final int WINDOW = 8;

  private final List<StageColumn> columns;

  ScalingTables(List<StageColumn> columns) {
    this.columns = columns;
  }

  /** What each stage costs. */
  Table stages() {
    var table =
        new Table(
            "Scaling: stages",
            "One active worker. The processor time of each stage for a bet; the ledger's is that of"
                + " its thread, with the lock or without. Held: how long a turn had the lock, and"
                + " which part of the time that was.",
            "batch",
            "agencies",
            "window",
            "bets/s",
            "agency, ns",
            "supervisor, ns",
            "session, ns",
            "ledger, ns",
            "batches a turn",
            "held a turn, µs",
            "held, %");
    for (StageColumn column : columns) {
      for (StageCell cell : column.cells(Kind.ONE_WORKER)) {
        double bets = cell.betsPerBatch();
        table.row(
            column.size.label(),
            cell.load.agencies(),
            cell.load.window(),
            Measurements.whole(cell.betsPerSecond()),
            Measurements.fixed(cell.perBatch(StageSample::sender) / bets, 0),
            Measurements.fixed(cell.perBatch(StageSample::relay) / bets, 0),
            Measurements.fixed(cell.perBatch(StageSample::session) / bets, 0),
            Measurements.fixed(cell.perBatch(StageSample::ledger) / bets, 0),
            Measurements.fixed(cell.batchesPerTurn(), 1),
            Measurements.fixed(cell.perTurn(StageSample::heldNanos) / 1e3, 1),
            Measurements.fixed(100 * cell.heldPart(), 1));
      }
    }
    return table;
  }

  /** What the simulation says of servers that were measured, too. */
  Table replay() {
    var table =
        new Table(
            "Scaling: simulated and measured",
            "The simulation knows the stages' costs of one active worker on two processors, and how"
                + " long a bare loop takes for a force. The agencies share the processors.",
            "batch",
            "agencies",
            "window",
            "processors",
            "workers",
            "measured bets/s",
            "simulated bets/s",
            "simulated / measured",
            "batches a turn",
            "simulated");
    for (StageColumn column : columns) {
      for (Kind kind : Kind.values()) {
        for (int i = 0; i < column.cells(kind).size(); i++) {
          replay(table, column, kind, i);
        }
      }
    }
    return table;
  }

  private static void replay(Table table, StageColumn column, Kind kind, int load) {
    StageCell cell = column.cells(kind).get(load);
    var site = new Site(kind.processors, kind.workers, cell.load.agencies(), cell.load.window());
    Outcome outcome = Simulation.of(site, column.costs(load));
    double bets = outcome.batchesPerSecond() * cell.betsPerBatch();
    table.row(
        column.size.label(),
        site.agencies(),
        site.window(),
        site.cores(),
        site.workers(),
        Measurements.whole(cell.betsPerSecond()),
        Measurements.whole(bets),
        Measurements.fixed(bets / cell.betsPerSecond(), 2),
        Measurements.fixed(cell.batchesPerTurn(), 1),
        Measurements.fixed(outcome.batchesPerTurn(), 1));
  }

  /**
   * What the simulation says of machines with more processors.
   *
   * @param acceptNanos of the thread that accepts, for a connection
   */
  Table ceilings(double acceptNanos) {
    var table =
        new Table(
            "Scaling: simulated ceilings",
            String.format(
                Locale.ROOT,
                "%d agencies elsewhere, window %d; one or two active workers, or half as many as"
                    + " processors. Used: which part of the processors, the lock, the disk and the"
                    + " ledgers' threads. One thread accepts connections, and takes %.1f µs for"
                    + " each: at most %,.0f a second, with any number of processors.",
                MANY_AGENCIES,
                WINDOW,
                acceptNanos / 1e3,
                1e9 / acceptNanos),
            "batch",
            "processors",
            "workers",
            "bets/s",
            "batches a turn",
            "processors, %",
            "lock, %",
            "disk, %",
            "ledgers, %",
            "limit");
    for (StageColumn column : columns) {
      StageCosts costs = column.costs(StageColumn.AGENCIES_AND_WINDOWS.length - 1).withoutSenders();
      double bets = column.cells(Kind.ONE_WORKER).getLast().betsPerBatch();
      for (int cores : CORES) {
        for (int workers : new TreeSet<>(List.of(1, 2, cores / 2))) {
          ceiling(table, column, new Site(cores, workers, MANY_AGENCIES, WINDOW), costs, bets);
        }
      }
    }
    return table;
  }

  private static void ceiling(
      Table table, StageColumn column, Site site, StageCosts costs, double betsPerBatch) {
    Outcome outcome = Simulation.of(site, costs);
    table.row(
        column.size.label(),
        site.cores(),
        site.workers(),
        Measurements.whole(outcome.batchesPerSecond() * betsPerBatch),
        Measurements.fixed(outcome.batchesPerTurn(), 1),
        percent(outcome.cores()),
        percent(outcome.lock()),
        percent(outcome.disk()),
        percent(outcome.ledger()),
        outcome.limit());
  }

  private static String percent(double part) {
    return Measurements.fixed(100 * part, 0);
  }
}
