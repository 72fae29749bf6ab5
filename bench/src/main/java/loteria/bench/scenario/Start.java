package loteria.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import loteria.bench.Folders;
import loteria.bench.Measurements;
import loteria.bench.Scenario;
import loteria.bench.Setup;
import loteria.bench.Table;
import loteria.bench.load.BatchSize;
import loteria.bench.load.Load;
import loteria.bench.load.LoadGenerator;
import loteria.bench.load.RowPool;
import loteria.bench.process.ServerProcess;
import loteria.bench.process.Usage;

/** The time until a server serves, and its memory at rest. */
public final class Start implements Scenario {
  @Override
  public String name() {
    return "start";
  }

  @Override
  public List<Table> measure(Setup setup)
      throws IOException, InterruptedException, ExecutionException {
    var generator = new LoadGenerator(RowPool.read(setup.bets(), Setup.AGENCIES));
    List<Double> ready = new ArrayList<>();
    List<Double> firstAck = new ArrayList<>();
    List<Double> resident = new ArrayList<>();
    List<Double> proportional = new ArrayList<>();
    for (int run = 0; run < setup.runs(); run++) {
      Path folder = Folders.make(setup.work());
      try (ServerProcess server = ServerProcess.start(setup, folder, Setup.AGENCIES)) {
        ready.add(server.secondsToReady());
        generator.send(server.address(), Load.of(1, 1, 1, BatchSize.rows(1)));
        firstAck.add((System.nanoTime() - server.launchedNanos()) / 1e9);
        Usage atRest = server.usage();
        resident.add(atRest.residentKib() / 1024.0);
        proportional.add(atRest.proportionalKib() / 1024.0);
      }
      Folders.delete(folder);
    }
    var table =
        new Table(
            "Start",
            "Four workers, all processes new. Memory is that of all five together once all are"
                + " ready: resident counts what they share for each of them, proportional once.",
            "ready, s",
            "first ACK, s",
            "resident, MiB",
            "proportional, MiB");
    table.row(
        Measurements.fixed(median(ready), 3),
        Measurements.fixed(median(firstAck), 3),
        Measurements.fixed(median(resident), 0),
        Measurements.fixed(median(proportional), 0));
    return List.of(table);
  }

  private static double median(List<Double> figures) {
    return Measurements.median(figures.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
