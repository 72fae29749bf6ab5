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
import loteria.bench.load.Connector;
import loteria.bench.load.LoadOutcome;
import loteria.bench.load.RowPool;
import loteria.bench.load.TextLoad;
import loteria.bench.process.ServerProcess;

/** The text dialect as its clients speak it: a new connection for each batch. */
public final class Text implements Scenario {
  private static final int BETS = 70;
  private static final Duration TIME = Duration.ofSeconds(1);
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  @Override
  public String name() {
    return "text";
  }

  @Override
  public List<Table> measure(Setup setup)
      throws IOException, InterruptedException, ExecutionException {
    var load = new TextLoad(RowPool.read(setup.bets(), Setup.AGENCIES));
    List<List<LoadOutcome>> runs = new ArrayList<>();
    Path folder = Folders.make(setup.work());
    try (ServerProcess server = ServerProcess.start(setup, folder, Setup.AGENCIES)) {
      long[] lastBatches = new long[Setup.AGENCIES];
      load.send(Connector.plain(server.address()), Setup.AGENCIES, BETS, lastBatches, WARM_UP);
      for (int run = 0; run < setup.runs(); run++) {
        runs.add(
            load.send(Connector.plain(server.address()), Setup.AGENCIES, BETS, lastBatches, TIME));
      }
    }
    Folders.delete(folder);
    var table =
        new Table(
            "Text dialect",
            "Five agencies, a new connection for each batch of 70 bets; latency is from before the"
                + " connection is opened to after it is closed.",
            "bets/s",
            "connections/s",
            "p50 ms",
            "p99 ms");
    table.row(
        Measurements.whole(median(runs, LoadOutcome::betsPerSecond) * Setup.AGENCIES),
        Measurements.whole(median(runs, one -> one.batches() / one.seconds()) * Setup.AGENCIES),
        Measurements.fixed(median(runs, one -> one.latencyMs(50)), 2),
        Measurements.fixed(median(runs, one -> one.latencyMs(99)), 2));
    return List.of(table);
  }

  /** The agencies' mean in each run. */
  private static double median(List<List<LoadOutcome>> runs, ToDoubleFunction<LoadOutcome> figure) {
    return Measurements.median(
        runs.stream()
            .mapToDouble(run -> run.stream().mapToDouble(figure).average().orElseThrow())
            .toArray());
  }
}
