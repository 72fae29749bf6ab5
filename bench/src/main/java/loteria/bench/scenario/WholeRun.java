package loteria.bench.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import loteria.bench.Folders;
import loteria.bench.Measurements;
import loteria.bench.Scenario;
import loteria.bench.Setup;
import loteria.bench.Table;
import loteria.bench.process.ServerProcess;
import loteria.bench.process.Usage;

/** The whole exercise as its user sees it: five agency processes, until all winners are printed. */
public final class WholeRun implements Scenario {
  /** A lottery is short and noisy, so it is repeated more often than other measurements. */
  private static final int SHORT_RUNS = 3;

  /** A way to cut batches, and its figures. */
  private record Way(String label, List<String> flags, List<Lottery> lotteries) {}

  /** One lottery: the wall clock, and its CPU and memory. */
  record Lottery(
      long bets, double seconds, double agenciesCpu, double serverCpu, long serverPeakKib) {}

  @Override
  public String name() {
    return "run";
  }

  @Override
  public List<Table> measure(Setup setup) throws IOException, InterruptedException {
    List<Way> ways =
        List.of(
            new Way("8 kB", List.of("--batch-max", "0"), new ArrayList<>()),
            new Way("70 bets", List.of("--batch-max", "70"), new ArrayList<>()));
    for (int run = 0; run < SHORT_RUNS * setup.runs(); run++) {
      for (Way way : ways) {
        way.lotteries.add(hold(setup, way.flags));
      }
    }
    var table =
        new Table(
            "Run",
            "A server that is ready, then five agencies as processes of their own, each with its"
                + " file: from the first one's start to the last one's end, after it has printed"
                + " its winners. Everything is new each time, and it is done three times as often"
                + " as the rest; CPU is that of the whole life of the processes.",
            "batch",
            "bets",
            "wall, s",
            "bets/s",
            "CPU of agencies, s",
            "CPU of server, s",
            "peak of server, MiB");
    for (Way way : ways) {
      double seconds = median(way, Lottery::seconds);
      double bets = median(way, Lottery::bets);
      table.row(
          way.label,
          Measurements.whole(bets),
          Measurements.fixed(seconds, 3),
          Measurements.whole(bets / seconds),
          Measurements.fixed(median(way, Lottery::agenciesCpu), 2),
          Measurements.fixed(median(way, Lottery::serverCpu), 2),
          Measurements.whole(median(way, lottery -> lottery.serverPeakKib / 1024.0)));
    }
    return List.of(table);
  }

  /** Holds one. */
  static Lottery hold(Setup setup, List<String> flags) throws IOException, InterruptedException {
    Path folder = Folders.make(setup.work());
    try (ServerProcess server = ServerProcess.start(setup, folder, Setup.AGENCIES)) {
      for (int id = 1; id <= Setup.AGENCIES; id++) {
        Files.copy(setup.bets().resolve(file(id)), folder.resolve(file(id)));
      }
      double childrenBefore = Usage.endedChildrenCpuSeconds();
      long begun = System.nanoTime();
      List<Process> agencies = new ArrayList<>();
      for (int id = 1; id <= Setup.AGENCIES; id++) {
        agencies.add(agency(setup, folder, server.port(), id, flags));
      }
      for (Process agency : agencies) {
        if (agency.waitFor() != 0) {
          throw new IOException("an agency ended with " + agency.exitValue() + ": " + folder);
        }
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      double agenciesCpu = Usage.endedChildrenCpuSeconds() - childrenBefore;
      Usage usage = server.usage();
      long bets = rows(folder.resolve("data/default/bets.csv"));
      return new Lottery(bets, seconds, agenciesCpu, usage.cpuSeconds(), usage.peakKib());
    } finally {
      Folders.delete(folder);
    }
  }

  private static Process agency(Setup setup, Path folder, int port, int id, List<String> flags)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(setup.distribution().resolve("bin/agency").toString());
    command.addAll(List.of("--id", Integer.toString(id)));
    command.addAll(List.of("--server", "localhost:" + port));
    command.addAll(List.of("--file", folder.resolve(file(id)).toString()));
    command.addAll(flags);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("agency-" + id + ".log").toFile())
        .start();
  }

  private static String file(int id) {
    return "agency-" + id + ".csv";
  }

  private static long rows(Path file) throws IOException {
    try (var lines = Files.lines(file)) {
      return lines.count();
    }
  }

  private static double median(Way way, ToDoubleFunction<Lottery> figure) {
    return Measurements.median(way.lotteries.stream().mapToDouble(figure).toArray());
  }
}
