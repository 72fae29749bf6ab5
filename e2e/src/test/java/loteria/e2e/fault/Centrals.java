package loteria.e2e.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import loteria.e2e.Dialer;
import loteria.e2e.RunningServer;
import loteria.e2e.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Several servers of one draw, whose log is on brokers; each has its own folder. Agencies connect
 * to any of them. Used by one thread, but for the clients.
 */
final class Centrals implements AutoCloseable {
  private static final int WORKERS = 2;

  private final Path folder;
  private final String draw;
  private final String brokers;
  private final int agencies;
  private final List<@Nullable RunningServer> running = new ArrayList<>();

  /** By central; 0 until it has started for the first time. */
  private final int[] ports;

  /** Those that clients can reach. */
  private final ConcurrentHashMap<Integer, Integer> reachable = new ConcurrentHashMap<>();

  Centrals(Path folder, String draw, String brokers, int count, int agencies) {
    this.folder = folder;
    this.draw = draw;
    this.brokers = brokers;
    this.agencies = agencies;
    this.ports = new int[count];
    List<CompletableFuture<RunningServer>> starting = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int central = i;
      running.add(null);
      starting.add(CompletableFuture.supplyAsync(() -> started(central)));
    }
    for (int i = 0; i < count; i++) {
      put(i, starting.get(i).join());
    }
  }

  /** How many there are. */
  int count() {
    return ports.length;
  }

  /** Where a central's copy is. */
  Path copy(int central) {
    return data(central).resolve(draw);
  }

  Path data(int central) {
    return place(central).resolve("data");
  }

  /** Where its output is. */
  Path place(int central) {
    return folder.resolve("central-" + central);
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
      return RunningServer.startUnder(
          List.of(),
          place,
          data(central),
          ports[central],
          WORKERS,
          agencies,
          "--draw",
          draw,
          "--ledger",
          "kafka",
          "--kafka",
          brokers,
          "--commit-timeout",
          "5s",
          "--heartbeat-timeout",
          "2s",
          "--grace",
          "2s");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
