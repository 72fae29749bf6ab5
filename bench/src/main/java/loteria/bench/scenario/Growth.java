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
import loteria.bench.load.BatchSize;
import loteria.bench.load.Load;
import loteria.bench.load.LoadGenerator;
import loteria.bench.load.LoadOutcome;
import loteria.bench.load.RowPool;
import loteria.bench.process.ServerProcess;
import loteria.bench.process.Usage;

/** The cost of a bet when a hundred times as many are stored. */
public final class Growth implements Scenario {
  private static final int[] FACTORS = {1, 10, 100};
  private static final int WINDOW = 8;
  private static final BatchSize SIZE = BatchSize.frame("8 kB", 8 << 10);

  /** The number of bets of the exercise's data set. */
  private static final int BETS = 78_697;

  private static final Duration WARM_UP = Duration.ofSeconds(2);

  /** The figures of one size, in one run. */
  private record Step(LoadOutcome outcome, double cpuSeconds, Usage after) {}

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public List<Table> measure(Setup setup)
      throws IOException, InterruptedException, ExecutionException {
    RowPool pool = RowPool.read(setup.bets(), Setup.AGENCIES);
    var generator = new LoadGenerator(pool);
    List<List<Step>> steps = new ArrayList<>();
    for (int i = 0; i < FACTORS.length; i++) {
      steps.add(new ArrayList<>());
    }
    for (int run = 0; run < setup.runs(); run++) {
      Path folder = Folders.make(setup.work());
      try (ServerProcess server = ServerProcess.start(setup, folder, Setup.AGENCIES)) {
        LoadOutcome warm =
            generator.send(server.address(), Load.lasting(WARM_UP, Setup.AGENCIES, WINDOW, SIZE));
        double betsPerBatch = warm.bets() / (double) warm.batches();
        for (int i = 0; i < FACTORS.length; i++) {
          long batches = Math.round(BETS * (double) FACTORS[i] / betsPerBatch / Setup.AGENCIES);
          double before = server.usage().cpuSeconds();
          LoadOutcome outcome =
              generator.send(server.address(), Load.of(batches, Setup.AGENCIES, WINDOW, SIZE));
          Usage after = server.usage();
          steps.get(i).add(new Step(outcome, after.cpuSeconds() - before, after));
        }
      }
      Folders.delete(folder);
    }
    return List.of(table(steps));
  }

  private static Table table(List<List<Step>> steps) {
    var table =
        new Table(
            "Growth",
            "The exercise's 78,697 bets once, ten and a hundred times, one after the other into one"
                + " server that has been warmed up; 5 agencies, window 8, batches of 8 kB. Memory"
                + " is the most that each process ever had resident, all together.",
            "times the data",
            "bets",
            "bets/s",
            "ns of CPU a bet",
            "peak memory, MiB");
    for (int i = 0; i < FACTORS.length; i++) {
      List<Step> step = steps.get(i);
      table.row(
          FACTORS[i],
          Measurements.whole(median(step, s -> s.outcome.bets())),
          Measurements.whole(median(step, s -> s.outcome.betsPerSecond())),
          Measurements.whole(median(step, s -> s.cpuSeconds * 1e9 / s.outcome.bets())),
          Measurements.whole(median(step, s -> s.after.peakKib() / 1024.0)));
    }
    return table;
  }

  private static double median(List<Step> steps, ToDoubleFunction<Step> figure) {
    return Measurements.median(steps.stream().mapToDouble(figure).toArray());
  }
}
