package loteria.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;
import loteria.bench.Folders;
import loteria.bench.Measurements;
import loteria.bench.Scenario;
import loteria.bench.Setup;
import loteria.bench.Table;
import loteria.bench.limit.BareAppend;
import loteria.bench.limit.LogGroups;
import loteria.bench.limit.RelayProcesses;
import loteria.bench.load.BatchSize;
import loteria.bench.load.Load;
import loteria.bench.load.LoadGenerator;
import loteria.bench.load.LoadOutcome;
import loteria.bench.load.RowPool;
import loteria.bench.process.ServerProcess;

/** The bets per second that are received and forced to disk, and the latency of each batch. */
public final class Intake implements Scenario {
  private static final int[] AGENCIES = {1, 5, 50, 500};
  private static final int WINDOW = 8;
  private static final int GROUP_BYTES_MAX = 16 << 20;

  /**
   * The default limit of held bytes of all agencies together; beyond it the server asks to come
   * later.
   */
  private static final long HELD_TOTAL_BYTES_MAX = 64 << 20;

  private static final Duration TIME = Duration.ofMillis(700);
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  /** Many agencies are served by virtual threads, few by platform threads. */
  private static final int[] WARM_UP_AGENCIES = {Setup.AGENCIES, 50};

  /** One cell of the matrix: the load, and its outcome in each run. */
  private static final class Cell {
    final Load load;
    final List<LoadOutcome> served = new ArrayList<>();
    final List<LoadOutcome> relayed = new ArrayList<>();
    final List<BareAppend.Speed> appended = new ArrayList<>();
    final List<Double> batchesPerForce = new ArrayList<>();

    Cell(Load load) {
      this.load = load;
    }
  }

  @Override
  public String name() {
    return "intake";
  }

  @Override
  public List<Table> measure(Setup setup)
      throws IOException, InterruptedException, ExecutionException {
    List<Cell> cells = cells();
    var generator = new LoadGenerator(RowPool.read(setup.bets(), Setup.AGENCIES));
    for (int run = 0; run < setup.runs(); run++) {
      Path folder = Folders.make(setup.work());
      try (ServerProcess server = ServerProcess.start(setup, folder, 500);
          var relay = new RelayProcesses(folder)) {
        for (int agencies : WARM_UP_AGENCIES) {
          Load warmUp = Load.lasting(WARM_UP, agencies, WINDOW, BatchSize.frame("8 kB", 8 << 10));
          generator.send(server.address(), warmUp);
          generator.send(relay.address(), warmUp);
        }
        var groups = new LogGroups(folder.resolve("data/default"));
        groups.batchesPerGroup();
        for (Cell cell : cells) {
          LoadOutcome outcome = generator.send(server.address(), cell.load);
          cell.served.add(outcome);
          cell.relayed.add(generator.send(relay.address(), cell.load));
          double batches = groups.batchesPerGroup();
          cell.batchesPerForce.add(batches);
          double groupBytes = batches * outcome.bytes() / outcome.batches();
          cell.appended.add(
              BareAppend.measure(folder, (int) Math.min(GROUP_BYTES_MAX, groupBytes), TIME));
        }
      }
      Folders.delete(folder);
    }
    return List.of(table(cells));
  }

  private static List<Cell> cells() {
    List<BatchSize> sizes =
        List.of(
            BatchSize.rows(1),
            BatchSize.rows(70),
            BatchSize.frame("8 kB", 8 << 10),
            BatchSize.frame("64 kB", 64 << 10),
            BatchSize.frame("1 MiB", 1 << 20));
    List<Cell> cells = new ArrayList<>();
    for (BatchSize size : sizes) {
      cells.add(new Cell(Load.lasting(TIME, Setup.AGENCIES, 1, size)));
      for (int agencies : AGENCIES) {
        if (2L * agencies * size.frameBytesMax() > HELD_TOTAL_BYTES_MAX && size.rowsMax() > 70) {
          continue;
        }
        cells.add(new Cell(Load.lasting(TIME, agencies, WINDOW, size)));
      }
    }
    return cells;
  }

  private static Table table(List<Cell> cells) {
    var table =
        new Table(
            "Intake",
            "One process sends for all agencies, from memory. Latency is from a batch's sending to"
                + " its ACK, corrected for coordinated omission. Of the disk: what a bare loop"
                + " appends to one file and forces, in groups as large as this server made them, as"
                + " its log tells. Of the relay: the same load through a process that copies"
                + " TCP to a Unix socket, to one that acknowledges and keeps nothing.",
            "agencies",
            "window",
            "batch",
            "bets/s",
            "MB/s",
            "p50 ms",
            "p99 ms",
            "p99.9 ms",
            "p99 of the relay",
            "p99.9 of the relay",
            "batches a force",
            "one force, ms",
            "p99 of a force",
            "of the disk",
            "of the relay");
    for (Cell cell : cells) {
      double bytes = median(cell.served, LoadOutcome::bytesPerSecond);
      table.row(
          cell.load.agencies(),
          cell.load.window(),
          cell.load.size().label(),
          Measurements.whole(median(cell.served, LoadOutcome::betsPerSecond)),
          Measurements.fixed(bytes / 1e6, 1),
          Measurements.fixed(median(cell.served, o -> o.latencyMs(50)), 2),
          Measurements.fixed(median(cell.served, o -> o.latencyMs(99)), 2),
          Measurements.fixed(median(cell.served, o -> o.latencyMs(99.9)), 2),
          Measurements.fixed(median(cell.relayed, o -> o.latencyMs(99)), 2),
          Measurements.fixed(median(cell.relayed, o -> o.latencyMs(99.9)), 2),
          Measurements.fixed(median(cell.batchesPerForce, Double::doubleValue), 1),
          Measurements.fixed(median(cell.appended, BareAppend.Speed::medianForceMs), 2),
          Measurements.fixed(median(cell.appended, BareAppend.Speed::p99ForceMs), 2),
          Measurements.percent(bytes, median(cell.appended, BareAppend.Speed::bytesPerSecond)),
          Measurements.percent(bytes, median(cell.relayed, LoadOutcome::bytesPerSecond)));
    }
    return table;
  }

  private static <T> double median(List<T> of, ToDoubleFunction<T> figure) {
    return Measurements.median(of.stream().mapToDouble(figure).toArray());
  }
}
