package loteria.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;
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
  /** One start: the times from its launch, and the memory of all processes at rest. */
  record Begun(
      double readySeconds, double firstAckSeconds, double residentMib, double proportionalMib) {}

  @Override
  public String name() {
    return "start";
  }

  @Override
  public List<Table> measure(Setup setup)
      throws IOException, InterruptedException, ExecutionException {
    var generator = new LoadGenerator(RowPool.read(setup.bets(), Setup.AGENCIES));
    List<Begun> begun = new ArrayList<>();
    for (int run = 0; run < setup.runs(); run++) {
      begun.add(begin(setup, generator));
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
        Measurements.fixed(median(begun, Begun::readySeconds), 3),
        Measurements.fixed(median(begun, Begun::firstAckSeconds), 3),
        Measurements.fixed(median(begun, Begun::residentMib), 0),
        Measurements.fixed(median(begun, Begun::proportionalMib), 0));
    return List.of(table);
  }

  /** Starts a server once. */
  static Begun begin(Setup setup, LoadGenerator generator)
      throws IOException, InterruptedException, ExecutionException {
    Path folder = Folders.make(setup.work());
    try (ServerProcess server = ServerProcess.start(setup, folder, Setup.AGENCIES)) {
      generator.send(server.address(), Load.of(1, 1, 1, BatchSize.rows(1)));
      double firstAck = (System.nanoTime() - server.launchedNanos()) / 1e9;
      Usage atRest = server.usage();
      return new Begun(
          server.secondsToReady(),
          firstAck,
          atRest.residentKib() / 1024.0,
          atRest.proportionalKib() / 1024.0);
    } finally {
      Folders.delete(folder);
    }
  }

  private static double median(List<Begun> begun, ToDoubleFunction<Begun> figure) {
    return Measurements.median(begun.stream().mapToDouble(figure).toArray());
  }
}
