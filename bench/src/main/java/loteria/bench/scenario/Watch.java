package loteria.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import loteria.bench.scenario.WatchedIntake.Figures;

/** The cost to the intake of many browsers on the live page. */
public final class Watch implements Scenario {
  private static final int STREAMS = 200;

  /** How often a run measures both. */
  private static final int PAIRS = 20;

  private static final int WINDOW = 8;
  private static final BatchSize SIZE = BatchSize.frame("8 kB", 8 << 10);
  private static final Load LOAD =
      Load.lasting(Duration.ofSeconds(1), Setup.AGENCIES, WINDOW, SIZE);
  private static final Load WARM_UP =
      Load.lasting(Duration.ofSeconds(4), Setup.AGENCIES, WINDOW, SIZE);

  /** Both, one right after the other. */
  private record Pair(Figures alone, Figures watched) {
    double lostPercent() {
      return 100 - 100 * watched.betsPerSecond() / alone.betsPerSecond();
    }

    double moreCpuPercent() {
      return 100 * watched.nanosPerBet() / alone.nanosPerBet() - 100;
    }
  }

  @Override
  public String name() {
    return "watch";
  }

  @Override
  public List<Table> measure(Setup setup)
      throws IOException, InterruptedException, ExecutionException {
    var generator = new LoadGenerator(RowPool.read(setup.bets(), Setup.AGENCIES));
    List<Pair> pairs = new ArrayList<>();
    for (int run = 0; run < setup.runs(); run++) {
      Path folder = Folders.make(setup.work());
      try (ServerProcess server =
          ServerProcess.start(setup, folder, Setup.AGENCIES, "--http", "127.0.0.1:0")) {
        var intake = new WatchedIntake(server, generator);
        intake.measure(WARM_UP, STREAMS);
        for (int i = 0; i < PAIRS; i++) {
          pairs.add(pair(intake, i % 2 == 0));
        }
      }
      Folders.delete(folder);
    }
    return List.of(table(pairs));
  }

  /** The order alternates: the disk and the machine may be slower the second time. */
  private static Pair pair(WatchedIntake intake, boolean isAloneFirst)
      throws IOException, InterruptedException, ExecutionException {
    if (isAloneFirst) {
      Figures alone = intake.measure(LOAD, 0);
      return new Pair(alone, intake.measure(LOAD, STREAMS));
    }
    Figures watched = intake.measure(LOAD, STREAMS);
    return new Pair(intake.measure(LOAD, 0), watched);
  }

  private static Table table(List<Pair> pairs) {
    var table =
        new Table(
            "Watch",
            String.format(
                Locale.ROOT,
                """
                One server that has been warmed up, with nobody looking and with %d streams of the live \
                page's events open, in turn, %d s at a time and %d times each a run; 5 agencies, window \
                8, batches of 8 kB. Lost, and more CPU: the median of the pairs' and where the middle \
                half of them is. CPU is that of the server and of the sender, one thread of which reads \
                all streams; its own is of one core. CPU tells more than bets/s does where the machine \
                has other work too.\
                """,
                STREAMS,
                LOAD.time().toSeconds(),
                PAIRS),
            "streams",
            "bets/s",
            "lost, %",
            "p99 ms",
            "ns of CPU a bet",
            "more CPU, %",
            "of the supervisor, ns",
            "status events/s of a stream",
            "of the slowest",
            "CPU of reading, %");
    List<Figures> alone = pairs.stream().map(Pair::alone).toList();
    List<Figures> watched = pairs.stream().map(Pair::watched).toList();
    table.row(
        0,
        Measurements.whole(median(alone, Figures::betsPerSecond)),
        "-",
        Measurements.fixed(median(alone, Figures::p99Ms), 2),
        Measurements.whole(median(alone, Figures::nanosPerBet)),
        "-",
        Measurements.whole(median(alone, Figures::supervisorNanosPerBet)),
        "-",
        "-",
        "-");
    table.row(
        STREAMS,
        Measurements.whole(median(watched, Figures::betsPerSecond)),
        spread(pairs, Pair::lostPercent),
        Measurements.fixed(median(watched, Figures::p99Ms), 2),
        Measurements.whole(median(watched, Figures::nanosPerBet)),
        spread(pairs, Pair::moreCpuPercent),
        Measurements.whole(median(watched, Figures::supervisorNanosPerBet)),
        Measurements.fixed(median(watched, Figures::eventsPerSecond), 1),
        Measurements.fixed(median(watched, Figures::eventsPerSecondMin), 1),
        Measurements.fixed(median(watched, figures -> 100 * figures.readerCores()), 1));
    return table;
  }

  private static String spread(List<Pair> pairs, ToDoubleFunction<Pair> figure) {
    double[] all = pairs.stream().mapToDouble(figure).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "%s (%s to %s)",
        Measurements.fixed(Measurements.median(all), 1),
        Measurements.fixed(all[all.length / 4], 1),
        Measurements.fixed(all[all.length - 1 - all.length / 4], 1));
  }

  private static double median(List<Figures> stages, ToDoubleFunction<Figures> figure) {
    return Measurements.median(stages.stream().mapToDouble(figure).toArray());
  }
}
