package loteria.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import loteria.bench.Folders;
import loteria.bench.Measurements;
import loteria.bench.Setup;
import loteria.bench.cold.Senders;
import loteria.bench.load.BatchSize;
import loteria.bench.load.Load;
import loteria.bench.load.LoadGenerator;
import loteria.bench.load.LoadOutcome;
import loteria.bench.load.RowPool;
import loteria.bench.process.ServerProcess;
import loteria.ipc.message.Dialect;

/**
 * The scenarios {@code start}, {@code run}, {@code cold} and {@code intake}, in some ten seconds.
 */
final class ShortForm implements AutoCloseable {
  private static final Duration WARM_UP = Duration.ofSeconds(1);
  private static final Duration TIME = Duration.ofMillis(500);
  private static final int TIMES = 3;
  private static final int WINDOW = 8;
  private static final int MANY = 50;
  private static final BatchSize FRAME = BatchSize.frame("8 kB", 8 << 10);

  private final LoadGenerator generator;
  private final Senders senders;

  ShortForm(Path bets) throws IOException {
    this.generator = new LoadGenerator(RowPool.read(bets, Setup.AGENCIES));
    this.senders = Senders.start(bets, Dialect.TEXT, Cold.BETS);
  }

  /** Measures a version once. */
  Map<Figure, Double> measure(Setup setup)
      throws IOException, InterruptedException, ExecutionException {
    var figures = new EnumMap<Figure, Double>(Figure.class);
    Start.Begun begun = Start.begin(setup, generator);
    figures.put(Figure.START_SECONDS, begun.readySeconds());
    figures.put(Figure.START_MEMORY, begun.proportionalMib());
    WholeRun.Lottery lottery = WholeRun.hold(setup, List.of("--batch-max", "0"));
    figures.put(Figure.RUN_SECONDS, lottery.seconds());
    figures.put(Figure.RUN_CPU, lottery.serverCpu());
    Cold.Figures cold = Cold.ofServer(setup, senders, Cold.CONNECTIONS);
    figures.put(Figure.COLD_SECONDS, cold.seconds());
    figures.put(Figure.COLD_CPU, cold.supervisorCpu() + cold.workersCpu());
    intake(setup, figures);
    return figures;
  }

  private void intake(Setup setup, Map<Figure, Double> figures)
      throws IOException, InterruptedException, ExecutionException {
    Path folder = Folders.make(setup.work());
    try (ServerProcess server = ServerProcess.start(setup, folder, MANY)) {
      for (int agencies : List.of(Setup.AGENCIES, MANY)) {
        generator.send(server.address(), Load.lasting(WARM_UP, agencies, WINDOW, FRAME));
      }
      double cpuBefore = server.usage().cpuSeconds();
      List<LoadOutcome> usual = send(server, Setup.AGENCIES, WINDOW, FRAME);
      double cpu = server.usage().cpuSeconds() - cpuBefore;
      figures.put(Figure.INTAKE, median(usual));
      long bets = usual.stream().mapToLong(LoadOutcome::bets).sum();
      figures.put(Figure.INTAKE_CPU, cpu * 1e9 / bets);
      BatchSize one = BatchSize.rows(1);
      BatchSize seventy = BatchSize.rows(Cold.BETS);
      BatchSize large = BatchSize.frame("1 MiB", 1 << 20);
      figures.put(Figure.INTAKE_SMALL, rate(server, Setup.AGENCIES, 1, one));
      figures.put(Figure.INTAKE_TEXT_SIZE, rate(server, Setup.AGENCIES, WINDOW, seventy));
      figures.put(Figure.INTAKE_MANY, rate(server, MANY, WINDOW, seventy));
      figures.put(Figure.INTAKE_LARGE, rate(server, 1, WINDOW, large));
    } finally {
      Folders.delete(folder);
    }
  }

  private double rate(ServerProcess server, int agencies, int window, BatchSize size)
      throws IOException, InterruptedException, ExecutionException {
    return median(send(server, agencies, window, size));
  }

  /** Some times: one is too short to be compared, and a disk pauses now and then. */
  private List<LoadOutcome> send(ServerProcess server, int agencies, int window, BatchSize size)
      throws IOException, InterruptedException, ExecutionException {
    List<LoadOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      outcomes.add(generator.send(server.address(), Load.lasting(TIME, agencies, window, size)));
    }
    return outcomes;
  }

  private static double median(List<LoadOutcome> outcomes) {
    return Measurements.median(outcomes.stream().mapToDouble(LoadOutcome::betsPerSecond).toArray());
  }

  @Override
  public void close() {
    senders.close();
  }
}
