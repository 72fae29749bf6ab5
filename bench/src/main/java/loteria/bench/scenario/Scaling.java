package loteria.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import loteria.bench.Folders;
import loteria.bench.Measurements;
import loteria.bench.Scenario;
import loteria.bench.Setup;
import loteria.bench.Table;
import loteria.bench.load.BatchSize;
import loteria.bench.load.Connector;
import loteria.bench.load.Load;
import loteria.bench.load.LoadGenerator;
import loteria.bench.load.RowPool;
import loteria.bench.load.TextLoad;
import loteria.bench.process.Affinity;
import loteria.bench.process.ServerProcess;
import loteria.bench.process.StatusPage;
import loteria.bench.process.Usage;
import loteria.bench.scenario.StageColumn.Kind;

/** What each stage of a bet's way costs, and what that comes to on a machine with more cores. */
public final class Scaling implements Scenario {
  private static final int AGENCIES = 50;
  private static final int TEXT_BETS = 70;
  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final Duration TEXT_TIME = Duration.ofSeconds(2);

  /** Of this machine: asked before this process is confined to some of them. */
  private final int processors = Runtime.getRuntime().availableProcessors();

  private final List<StageColumn> columns =
      List.of(
          new StageColumn(BatchSize.rows(70)),
          new StageColumn(BatchSize.frame("8 kB", 8 << 10)),
          new StageColumn(BatchSize.frame("64 kB", 64 << 10)));

  private final List<Double> acceptNanos = new ArrayList<>();

  @Override
  public String name() {
    return "scaling";
  }

  @Override
  public List<Table> measure(Setup setup)
      throws IOException, InterruptedException, ExecutionException {
    RowPool pool = RowPool.read(setup.bets(), Setup.AGENCIES);
    for (int run = 0; run < setup.runs(); run++) {
      for (Kind kind : Kind.values()) {
        measure(setup, pool, kind);
      }
      for (StageColumn column : columns) {
        column.force(setup.work());
      }
    }
    var tables = new ScalingTables(columns);
    return List.of(
        tables.stages(),
        tables.replay(),
        tables.ceilings(Measurements.median(acceptNanos.stream().mapToDouble(n -> n).toArray())));
  }

  private void measure(Setup setup, RowPool pool, Kind kind)
      throws IOException, InterruptedException, ExecutionException {
    String[] flags = {"--http", "127.0.0.1:0", "--active-workers", "" + kind.workers};
    Path folder = Folders.make(setup.work());
    var generator = new LoadGenerator(pool);
    try (ServerProcess server = ServerProcess.start(setup, folder, AGENCIES, flags)) {
      confine(server, kind.processors);
      StatusPage page = StatusPage.of(server);
      long stored = warmUp(server, generator);
      for (StageColumn column : columns) {
        for (StageCell cell : column.cells(kind)) {
          StageSample sample = StageSample.of(server, page, generator, cell.load, stored);
          stored += sample.outcome().batches();
          cell.add(sample);
        }
      }
      if (kind == Kind.ONE_WORKER) {
        acceptNanos.add(acceptNanos(server, pool));
      }
    } finally {
      Affinity.confine(List.of(ProcessHandle.current().pid()), processors);
    }
    Folders.delete(folder);
  }

  private static void confine(ServerProcess server, int processors)
      throws IOException, InterruptedException {
    List<Long> pids = new ArrayList<>(server.pids());
    pids.add(ProcessHandle.current().pid());
    Affinity.confine(pids, processors);
  }

  private long warmUp(ServerProcess server, LoadGenerator generator)
      throws IOException, InterruptedException, ExecutionException {
    long batches = 0;
    for (StageColumn column : columns) {
      for (int agencies : new int[] {Setup.AGENCIES, AGENCIES}) {
        Load load = Load.lasting(WARM_UP.dividedBy(columns.size()), agencies, 8, column.size);
        batches += generator.send(server.address(), load).batches();
      }
    }
    return batches;
  }

  /** The CPU time that the thread that accepts takes for a connection, of the busier process. */
  private static double acceptNanos(ServerProcess server, RowPool pool)
      throws IOException, InterruptedException, ExecutionException {
    long supervisor = server.pids().getFirst();
    Connector connector = Connector.plain(server.address());
    long[] last = LoadGenerator.lastBatches(connector, Setup.AGENCIES);
    long before = Arrays.stream(last).sum();
    double cpu = Usage.threadsCpuSeconds(supervisor, "accept");
    new TextLoad(pool).send(connector, Setup.AGENCIES, TEXT_BETS, last, TEXT_TIME);
    double used = Usage.threadsCpuSeconds(supervisor, "accept") - cpu;
    return used * 1e9 / (Arrays.stream(last).sum() - before);
  }
}
