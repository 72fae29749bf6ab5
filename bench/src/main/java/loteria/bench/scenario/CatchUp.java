package loteria.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import loteria.bench.Folders;
import loteria.bench.Measurements;
import loteria.bench.Setup;
import loteria.bench.Table;
import loteria.bench.load.BatchSize;
import loteria.bench.load.Load;
import loteria.bench.load.LoadGenerator;
import loteria.bench.load.LoadOutcome;
import loteria.bench.load.RoamingLoad;
import loteria.bench.load.RowPool;
import loteria.bench.process.LogBrokers;
import loteria.bench.process.ServerProcess;
import loteria.bench.process.StatusPage;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.replication.ReplicatedLog.Message;

/** How long a new server with an empty folder takes to have all of the log. */
final class CatchUp {
  private static final String DRAW = "catch-up";
  private static final String TOPIC = LogBrokers.topic(DRAW);
  private static final int BETS = 1_000_000;
  private static final int FILL_WINDOW = 8;
  private static final BatchSize FILL_SIZE = BatchSize.frame("64 kB", 64 << 10);
  private static final BatchSize SIZE = BatchSize.frame("8 kB", 8 << 10);
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  /** How old what a page says may be: a worker's report, the look at it, and the page's text. */
  private static final Duration MOMENT = Duration.ofMillis(1200);

  private final Setup setup;
  private final RowPool rows;
  private final LogBrokers brokers;

  /**
   * Of one run.
   *
   * @param bets in the log when the new server had all of it
   * @param bytes of its messages
   * @param readySeconds from the launch of the new server until agencies could connect
   * @param levelSeconds from its launch until it had all that had just been the log's end
   * @param bareSeconds of reading as much and keeping nothing
   * @param betsPerSecond of the intake meanwhile
   */
  private record Figures(
      long bets,
      long bytes,
      double readySeconds,
      double levelSeconds,
      double bareSeconds,
      double betsPerSecond) {}

  /** Where the log ended at some time. */
  private record End(long atNanos, long offset) {}

  CatchUp(Setup setup, RowPool rows, LogBrokers brokers) {
    this.setup = setup;
    this.rows = rows;
    this.brokers = brokers;
  }

  Table measure(Path folder) throws IOException, InterruptedException, ExecutionException {
    List<Figures> runs = new ArrayList<>();
    try (ServerProcess server = brokers.serve(DRAW, folder.resolve("old"))) {
      long bets = fill(server);
      for (int run = 0; run < setup.runs(); run++) {
        try (var load = new RoamingLoad(rows, List.of(server.address()), Setup.AGENCIES, 1, SIZE)) {
          runs.add(measure(folder.resolve("new"), bets, load));
          bets += load.bets();
        }
      }
    }
    return table(runs);
  }

  private long fill(ServerProcess server)
      throws IOException, InterruptedException, ExecutionException {
    var generator = new LoadGenerator(rows);
    Load one = Load.of(1, Setup.AGENCIES, 1, FILL_SIZE);
    LoadOutcome first = generator.send(server.address(), one);
    long batches = (long) setup.logMillions() * BETS / first.bets();
    return first.bets()
        + generator
            .send(server.address(), Load.of(batches, Setup.AGENCIES, FILL_WINDOW, FILL_SIZE))
            .bets();
  }

  private Figures measure(Path folder, long betsBefore, RoamingLoad load)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    long betsBegun = load.bets();
    try (ReplicatedLog log = brokers.open(TOPIC);
        ServerProcess server = brokers.serve(DRAW, folder, "--http", "127.0.0.1:0")) {
      long level = awaitLevel(log, StatusPage.of(server));
      double seconds = (System.nanoTime() - begun) / 1e9;
      long bets = load.bets();
      long bareBegun = System.nanoTime();
      long bytes = read(log, level);
      return new Figures(
          betsBefore + bets,
          bytes,
          server.secondsToReady(),
          seconds,
          (System.nanoTime() - bareBegun) / 1e9,
          (bets - betsBegun) / seconds);
    } finally {
      Folders.delete(folder);
    }
  }

  /** Waits until a server has all that the log had a moment before; returns its end then. */
  private static long awaitLevel(ReplicatedLog log, StatusPage page)
      throws IOException, InterruptedException {
    Deque<End> ends = new ArrayDeque<>();
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < LIMIT.toNanos()) {
      ends.add(new End(System.nanoTime(), log.end()));
      while (System.nanoTime() - ends.getFirst().atNanos() > MOMENT.toNanos()) {
        long end = ends.removeFirst().offset();
        if (page.position() >= end) {
          return end;
        }
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
    }
    throw new IOException("the new server was not level within " + LIMIT);
  }

  /** Reads the messages before an offset; returns how many bytes they have. */
  private static long read(ReplicatedLog log, long end) throws IOException {
    long bytes = 0;
    long at = 0;
    while (at < end) {
      for (Message message : log.read(at, log.timeout())) {
        bytes += message.content().length();
        at = message.offset() + 1;
      }
    }
    return bytes;
  }

  private static Table table(List<Figures> runs) {
    var table =
        new Table(
            "Catching up on Kafka",
            "A new server with an empty folder, while five agencies send batches of 8 kB to another"
                + " one, each one after the other: from its launch until it has all that the log"
                + " had 1.2 s before, because what its page says may be as old as that. Bare"
                + " read: a client that reads the same messages meanwhile and keeps nothing.",
            "bets in the log",
            "MB",
            "intake meanwhile, bets/s",
            "ready, s",
            "level, s",
            "bets/s",
            "bare read, s",
            "of the bare read");
    double bets = median(runs, Figures::bets);
    double level = median(runs, Figures::levelSeconds);
    double bare = median(runs, Figures::bareSeconds);
    table.row(
        Measurements.whole(bets),
        Measurements.whole(median(runs, Figures::bytes) / 1e6),
        Measurements.whole(median(runs, Figures::betsPerSecond)),
        Measurements.fixed(median(runs, Figures::readySeconds), 2),
        Measurements.fixed(level, 2),
        Measurements.whole(bets / level),
        Measurements.fixed(bare, 2),
        Measurements.percent(bare, level));
    return table;
  }

  private static double median(List<Figures> of, ToDoubleFunction<Figures> figure) {
    return Measurements.median(of.stream().mapToDouble(figure).toArray());
  }
}
