package loteria.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import loteria.bench.Folders;
import loteria.bench.Scenario;
import loteria.bench.Setup;
import loteria.bench.Table;
import loteria.bench.load.RowPool;
import loteria.bench.process.LogBrokers;

/**
 * Servers whose log is a topic of three Kafka brokers on this machine, which force each message.
 */
public final class Replicated implements Scenario {
  @Override
  public String name() {
    return "replicated";
  }

  @Override
  public List<Table> measure(Setup setup)
      throws IOException, InterruptedException, ExecutionException {
    RowPool rows = RowPool.read(setup.bets(), Setup.AGENCIES);
    Path folder = Folders.make(setup.work());
    List<Table> tables;
    try (var brokers = LogBrokers.start(setup, folder.resolve("brokers"))) {
      tables =
          List.of(
              new ReplicatedIntake(setup, rows, brokers).measure(folder),
              new ReplicatedPauses(setup, rows, brokers).measure(folder),
              new CatchUp(setup, rows, brokers).measure(folder));
    }
    Folders.delete(folder);
    return tables;
  }
}
