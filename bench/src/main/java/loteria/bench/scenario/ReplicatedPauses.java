package loteria.bench.scenario;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import loteria.bench.Measurements;
import loteria.bench.Setup;
import loteria.bench.Table;
import loteria.bench.load.BatchSize;
import loteria.bench.load.RoamingLoad;
import loteria.bench.load.RowPool;
import loteria.bench.process.LogBrokers;
import loteria.bench.process.ServerProcess;
import loteria.brokers.Broker;

/** How long agencies wait when a broker or a server is killed in the middle of the intake. */
final class ReplicatedPauses {
  private static final String DRAW = "pauses";
  private static final String TOPIC = LogBrokers.topic(DRAW);
  private static final int WINDOW = 8;
  private static final BatchSize SIZE = BatchSize.frame("8 kB", 8 << 10);
  private static final Duration BEFORE = Duration.ofSeconds(2);
  private static final Duration AFTER = Duration.ofSeconds(1);

  /** ACKs that were under way at the kill have come by then, and no other yet. */
  private static final Duration UNDER_WAY = Duration.ofMillis(200);

  private final Setup setup;
  private final RowPool rows;
  private final LogBrokers brokers;

  ReplicatedPauses(Setup setup, RowPool rows, LogBrokers brokers) {
    this.setup = setup;
    this.rows = rows;
    this.brokers = brokers;
  }

  Table measure(Path folder) throws IOException, InterruptedException {
    List<Double> ofBroker = new ArrayList<>();
    List<Double> ofServer = new ArrayList<>();
    List<Path> folders = new ArrayList<>(List.of(folder.resolve("a"), folder.resolve("b")));
    List<ServerProcess> servers = new ArrayList<>();
    try {
      for (Path one : folders) {
        servers.add(brokers.serve(DRAW, one));
      }
      for (int run = 0; run < setup.runs(); run++) {
        List<Broker> killed = new ArrayList<>();
        ofBroker.add(pause(servers.subList(0, 1), () -> killed.add(brokers.killLeader(TOPIC))));
        brokers.restart(killed.getFirst(), TOPIC);
        ofServer.add(pause(servers, () -> servers.getFirst().kill()));
        // The one that was killed is the second in the next run.
        servers.removeFirst();
        folders.add(folders.removeFirst());
        servers.add(brokers.serve(DRAW, folders.getLast()));
      }
    } finally {
      for (ServerProcess server : servers) {
        server.close();
      }
    }
    return table(ofBroker, ofServer);
  }

  /**
   * The longest time that an agency had between two ACKs, in s.
   *
   * @param servers that the agencies know, the first at first
   */
  private double pause(List<ServerProcess> servers, Runnable kill) throws InterruptedException {
    List<SocketAddress> addresses = servers.stream().map(ServerProcess::address).toList();
    try (var load = new RoamingLoad(rows, addresses, Setup.AGENCIES, WINDOW, SIZE)) {
      load.awaitAcksAfter(System.nanoTime());
      TimeUnit.NANOSECONDS.sleep(BEFORE.toNanos());
      kill.run();
      load.awaitAcksAfter(System.nanoTime() + UNDER_WAY.toNanos());
      TimeUnit.NANOSECONDS.sleep(AFTER.toNanos());
      return load.longestPauseSeconds();
    }
  }

  private static Table table(List<Double> ofBroker, List<Double> ofServer) {
    var table =
        new Table(
            "Pauses on Kafka",
            "Five agencies, window 8, batches of 8 kB, two servers and three brokers; one process"
                + " is killed in the middle. An agency continues behind the last batch that is"
                + " stored, at the server that it had or, after the kill of that, at the other. The"
                + " longest time that any of them had between two ACKs; all that was acknowledged"
                + " is checked to be stored.",
            "killed",
            "runs",
            "median, s",
            "worst, s");
    row(table, "broker that leads", ofBroker);
    row(table, "server, with its workers", ofServer);
    return table;
  }

  private static void row(Table table, String killed, List<Double> pauses) {
    double[] seconds = pauses.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    table.row(
        killed,
        seconds.length,
        Measurements.fixed(Measurements.median(seconds), 2),
        Measurements.fixed(seconds[seconds.length - 1], 2));
  }
}
