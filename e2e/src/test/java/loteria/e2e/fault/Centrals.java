package loteria.e2e.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import loteria.brokers.BrokerNetwork;
import loteria.brokers.fault.FaultFolder;
import loteria.e2e.Dialer;
import loteria.e2e.OperatorCli;
import loteria.e2e.RunningServer;
import loteria.e2e.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Several servers of one draw, whose log is on brokers; each has its own folder. Agencies connect
 * to any of them. Used by one thread, but for the clients.
 */
final class Centrals implements AutoCloseable {
  private static final int WORKERS = 2;

  /** Instead of the default ones, to which nothing can be added. */
  private static final String WORKER_OPTIONS =
      "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xmx256m ";

  private final Path folder;
  private final String draw;
  private final BrokerNetwork network;
  private final int agencies;
  private final List<String> more;
  private final List<Duration> skews;
  private final List<@Nullable RunningServer> running = new ArrayList<>();

  /** By central; 0 until it has started for the first time. */
  private final int[] ports;

  /** Those that clients can reach. */
  private final ConcurrentHashMap<Integer, Integer> reachable = new ConcurrentHashMap<>();

  /**
   * Starts them.
   *
   * @param network each central is a group of clients of it, the first is group 1
   * @param skews of each central, how far its clock is before this machine's
   * @param more flags of each
   */
  Centrals(
      Path folder,
      String draw,
      BrokerNetwork network,
      List<Duration> skews,
      int agencies,
      List<String> more) {
    int count = skews.size();
    this.folder = folder;
    this.draw = draw;
    this.network = network;
    this.agencies = agencies;
    this.skews = skews;
    this.more = more;
    this.ports = new int[count];
    List<CompletableFuture<RunningServer>> starting = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int central = i;
      running.add(null);
      starting.add(CompletableFuture.supplyAsync(() -> started(central)));
    }
    try {
      for (int i = 0; i < count; i++) {
        put(i, starting.get(i).join());
      }
    } catch (CompletionException e) {
      starting.forEach(start -> start.handle(Centrals::closed).join());
      throw e;
    }
  }

  /** Closes one that has started, because another has not. */
  private static boolean closed(@Nullable RunningServer server, @Nullable Throwable failure) {
    if (server != null) {
      server.close();
    }
    return failure == null;
  }

  /** How many there are. */
  int count() {
    return ports.length;
  }

  /** Where a central's copy is. */
  Path copy(int central) {
    return data(central).resolve(draw);
  }

  /** Where its copy of a draw is that may be another. */
  Path copy(int central, String of) {
    return data(central).resolve(of);
  }

  Path data(int central) {
    return place(central).resolve("data");
  }

  /** Where its output is. */
  Path place(int central) {
    return folder.resolve("central-" + central);
  }

  /** The operator of a central, be it running or not. */
  OperatorCli operator(int central) {
    return new OperatorCli(place(central), data(central), List.of("--draw", draw));
  }

  /** Starts one that does not run. */
  void start(int central) {
    put(central, started(central));
  }

  private void put(int central, RunningServer server) {
    running.set(central, server);
    ports[central] = server.port();
    reachable.put(central, server.port());
  }

  private RunningServer started(int central) {
    try {
      Path place = Files.createDirectories(place(central));
      List<String> flags =
          new ArrayList<>(
              List.of(
                  "--draw",
                  draw,
                  "--ledger",
                  "kafka",
                  "--kafka",
                  network.bootstrap(1 + central),
                  "--heartbeat-timeout",
                  "2s",
                  "--grace",
                  "2s"));
      flags.addAll(more);
      List<String> launcher = new ArrayList<>();
      if (isSkewed(central)) {
        launcher.addAll(List.of("env", "JAVA_OPTS=" + skew(central)));
        flags.addAll(List.of("--worker-java-options", WORKER_OPTIONS + skew(central)));
      }
      return RunningServer.startUnder(
          launcher,
          place,
          data(central),
          ports[central],
          WORKERS,
          agencies,
          flags.toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isSkewed(int central) {
    return !skews.get(central).isZero();
  }

  /** The flag that makes a JVM's clock wrong; its start is slower by that. */
  private String skew(int central) {
    FaultFolder faults = FaultFolder.create(place(central).resolve("faults"));
    faults.skewClock(skews.get(central));
    return faults.javaOption();
  }

  RunningServer server(int central) {
    RunningServer server = running.get(central);
    if (server == null) {
      throw new AssertionError("central " + central + " does not run");
    }
    return server;
  }

  /** SIGKILL of a central and its workers, at once; starts it again, with or without its copy. */
  void killAndStart(int central, boolean keepsCopy) throws IOException {
    server(central).kill();
    if (!keepsCopy) {
      delete(data(central));
    }
    start(central);
  }

  /** An orderly end; starts it again. */
  void stopAndStart(int central) {
    int code = server(central).stop();
    if (code != 0) {
      throw new AssertionError("central " + central + " ended with exit code " + code);
    }
    start(central);
  }

  /** SIGKILL of one worker, if any is ready. */
  void killWorker(int central, int pick) {
    List<ProcessHandle> ready = List.copyOf(server(central).workers().values());
    if (!ready.isEmpty()) {
      ready.get(pick % ready.size()).destroyForcibly();
    }
  }

  /** Suspends all processes of a central. */
  void suspend(int central) {
    processes(central).forEach(Signals::stop);
  }

  /** Resumes them. */
  void resume(int central) {
    processes(central).forEach(Signals::resume);
  }

  private Stream<ProcessHandle> processes(int central) {
    ProcessHandle supervisor = ProcessHandle.of(server(central).program().pid()).orElseThrow();
    return Stream.concat(Stream.of(supervisor), supervisor.descendants());
  }

  /** Connects to any of them, and to another each time. */
  Dialer dialer(Random random) {
    return _ -> {
      int central;
      synchronized (random) {
        central = random.nextInt(ports.length);
      }
      return new Socket("localhost", reachable.getOrDefault(central, 1));
    };
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Override
  public void close() {
    for (RunningServer server : running) {
      if (server != null) {
        server.close();
      }
    }
  }
}
