package loteria.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import loteria.bench.Folders;
import loteria.bench.Measurements;
import loteria.bench.Scenario;
import loteria.bench.Setup;
import loteria.bench.Table;
import loteria.bench.cold.Senders;
import loteria.bench.limit.BareAcceptor;
import loteria.bench.process.ServerProcess;
import loteria.bench.process.Usage;
import loteria.ipc.message.Dialect;

/** The first moments of a server, with clients that have a connection for each batch. */
public final class Cold implements Scenario {
  /** The exercise's bets, 70 in a batch. */
  static final int CONNECTIONS = 1_131;

  private static final int MANY_CONNECTIONS = 20_000;
  static final int BETS = 70;

  /** A kind of client, and its figures. */
  private record Way(
      Dialect dialect, int betsEach, int connections, List<Figures> ours, List<Figures> bare) {
    Way(Dialect dialect, int betsEach, int connections) {
      this(dialect, betsEach, connections, new ArrayList<>(), new ArrayList<>());
    }

    String label() {
      return dialect == Dialect.TEXT ? "text, " + betsEach + " bets" : "native, 1 bet";
    }
  }

  /**
   * Of one run.
   *
   * @param supervisorCpu of the supervisor, or of the bare acceptor, in seconds
   * @param workersCpu of all workers
   */
  record Figures(double seconds, double supervisorCpu, double workersCpu) {}

  @Override
  public String name() {
    return "cold";
  }

  @Override
  public List<Table> measure(Setup setup) throws IOException, InterruptedException {
    List<Way> ways = new ArrayList<>();
    ways.addAll(measured(setup, Dialect.TEXT, BETS));
    ways.addAll(measured(setup, Dialect.NATIVE, 1));
    var table =
        new Table(
            "Cold",
            "A server that is just ready, and five agencies, each a process that has been warmed up"
                + " and has a connection for each batch: from the first connection until all is"
                + " acknowledged. Beside it a process that accepts the same connections,"
                + " acknowledges and keeps nothing, just started, too. CPU is what the processes"
                + " used from being ready on, of all workers together.",
            "clients",
            "connections",
            "wall, s",
            "bare, s",
            "CPU of supervisor, s",
            "CPU of workers, s",
            "CPU of bare, s",
            "CPU a connection, µs");
    for (Way way : ways) {
      double supervisor = median(way.ours, Figures::supervisorCpu);
      double workers = median(way.ours, Figures::workersCpu);
      table.row(
          way.label(),
          Measurements.whole(way.connections),
          Measurements.fixed(median(way.ours, Figures::seconds), 3),
          Measurements.fixed(median(way.bare, Figures::seconds), 3),
          Measurements.fixed(supervisor, 2),
          Measurements.fixed(workers, 2),
          Measurements.fixed(median(way.bare, Figures::supervisorCpu), 2),
          Measurements.whole((supervisor + workers) * 1e6 / way.connections));
    }
    return List.of(table);
  }

  private static List<Way> measured(Setup setup, Dialect dialect, int betsEach)
      throws IOException, InterruptedException {
    List<Way> ways = new ArrayList<>(List.of(new Way(dialect, betsEach, CONNECTIONS)));
    if (setup.isFull()) {
      ways.add(new Way(dialect, betsEach, MANY_CONNECTIONS));
    }
    try (Senders senders = Senders.start(setup.bets(), dialect, betsEach)) {
      for (int run = 0; run < setup.runs(); run++) {
        for (Way way : ways) {
          way.ours.add(ofServer(setup, senders, way.connections));
          way.bare.add(ofBare(senders, way));
        }
      }
    }
    return ways;
  }

  /** Starts a server and sends to it at once. */
  static Figures ofServer(Setup setup, Senders senders, int connections)
      throws IOException, InterruptedException {
    Path folder = Folders.make(setup.work());
    try (ServerProcess server = ServerProcess.start(setup, folder, Setup.AGENCIES)) {
      List<Long> pids = server.pids();
      List<Long> supervisor = pids.subList(0, 1);
      List<Long> workers = pids.subList(1, pids.size());
      double supervisorBefore = Usage.of(supervisor).cpuSeconds();
      double workersBefore = Usage.of(workers).cpuSeconds();
      double seconds = senders.send(server.port(), connections);
      return new Figures(
          seconds,
          Usage.of(supervisor).cpuSeconds() - supervisorBefore,
          Usage.of(workers).cpuSeconds() - workersBefore);
    } finally {
      Folders.delete(folder);
    }
  }

  private static Figures ofBare(Senders senders, Way way) throws IOException {
    try (BareAcceptor acceptor = BareAcceptor.start(way.dialect)) {
      double before = acceptor.usage().cpuSeconds();
      double seconds = senders.send(acceptor.port(), way.connections);
      return new Figures(seconds, acceptor.usage().cpuSeconds() - before, 0);
    }
  }

  private static double median(List<Figures> of, ToDoubleFunction<Figures> figure) {
    return Measurements.median(of.stream().mapToDouble(figure).toArray());
  }
}
