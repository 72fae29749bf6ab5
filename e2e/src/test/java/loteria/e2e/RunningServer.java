package loteria.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loteria.brokers.FreePorts;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A supervisor with its workers, on free ports. Killed when closed, its workers with it. */
public final class RunningServer implements AutoCloseable {
  /** In place of a port: {@code --port} is not given. */
  public static final int NO_PORT = -1;

  private static final String READY =
      "action: ready \\| result: success(?: \\| port: (\\d+))?(?: \\| tls_port: (\\d+))?";

  private static final Pattern WORKER_READY =
      Pattern.compile(
          "action: worker_ready \\| result: success \\| worker: (\\d+) \\| pid: (\\d+)");

  /** In place of the number that a server has otherwise: it waits for one, after the seal. */
  public static final String NO_NUMBER = "--winning-number=";

  /** How many workers get sessions at once: by default all. */
  public static final String ACTIVE_WORKERS = "--active-workers";

  private final Program program;
  private final Path data;
  private final int port;
  private final int tlsPort;

  private RunningServer(Program program, Path data, int port, int tlsPort) {
    this.program = program;
    this.data = data;
    this.port = port;
    this.tlsPort = tlsPort;
  }

  /** Starts one on a folder and waits until it serves. */
  public static RunningServer start(Path folder, int workers, int agencies, String... more) {
    return startOn(folder, 0, workers, agencies, more);
  }

  /** Starts one on a port that agencies know already. */
  public static RunningServer startOn(
      Path folder, int port, int workers, int agencies, String... more) {
    return startUnder(List.of(), folder, folder.resolve("data"), port, workers, agencies, more);
  }

  /** Starts one with its data and its output in different folders, through another command. */
  public static RunningServer startUnder(
      List<String> launcher,
      Path folder,
      Path data,
      int port,
      int workers,
      int agencies,
      String... more) {
    List<String> arguments = new ArrayList<>();
    if (port != NO_PORT) {
      // It may be started there again.
      int own = port == 0 ? FreePorts.next() : port;
      arguments.addAll(List.of("--port", Integer.toString(own)));
    }
    arguments.addAll(List.of("--workers", Integer.toString(workers)));
    if (!List.of(more).contains(ACTIVE_WORKERS)) {
      // No standby workers, so that all of them use the ledger's files.
      arguments.addAll(List.of(ACTIVE_WORKERS, Integer.toString(workers)));
    }
    arguments.addAll(List.of("--agencies", Integer.toString(agencies)));
    arguments.addAll(List.of("--data", data.toString()));
    arguments.addAll(List.of(more));
    Program program = Program.startUnder(launcher, folder, "supervisor", arguments, Map.of());
    try {
      Matcher ready = program.awaitLine(READY);
      return new RunningServer(program, data, port(ready.group(1)), port(ready.group(2)));
    } catch (RuntimeException | AssertionError e) {
      program.close();
      throw e;
    }
  }

  private static int port(@Nullable String digits) {
    return digits == null ? NO_PORT : Integer.parseInt(digits);
  }

  /** The port without TLS, or {@link #NO_PORT}. */
  public int port() {
    return port;
  }

  /** The port with TLS, or {@link #NO_PORT}. */
  public int tlsPort() {
    return tlsPort;
  }

  public Program program() {
    return program;
  }

  /** The draw's folder. */
  public Path folder() {
    return data.resolve("default");
  }

  /** The processes of the workers that are ready now, by slot. */
  public Map<Integer, ProcessHandle> workers() {
    Map<Integer, ProcessHandle> workers = new TreeMap<>();
    for (String line : program.lines("worker_ready")) {
      Matcher matcher = WORKER_READY.matcher(line);
      if (matcher.find()) {
        int slot = Integer.parseInt(matcher.group(1));
        long pid = Long.parseLong(matcher.group(2));
        workers.remove(slot);
        ProcessHandle.of(pid).ifPresent(process -> workers.put(slot, process));
      }
    }
    return workers;
  }

  /** The processes of all workers that have become ready and are alive, whichever their draw. */
  public List<ProcessHandle> workersOfAllDraws() {
    return program.lines("worker_ready").stream()
        .map(WORKER_READY::matcher)
        .filter(Matcher::find)
        .map(ready -> ProcessHandle.of(Long.parseLong(ready.group(2))))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Waits until this many workers have become ready since the start. */
  public void awaitReady(int count) {
    program.awaitLine("action: worker_ready \\| result: success", count);
  }

  /** SIGTERM, then waits; the exit code. */
  public int stop() {
    program.terminate();
    return program.awaitExit();
  }

  /** SIGKILL, then waits until its workers are gone too. */
  public void kill() {
    List<ProcessHandle> workers = workersOfAllDraws();
    program.kill();
    program.awaitExit();
    awaitGone(workers);
  }

  static void awaitGone(Collection<ProcessHandle> workers) {
    Awaitility.await("workers gone")
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> workers.stream().noneMatch(RunningServer::runs));
  }

  /** One that has ended counts as alive until its parent, which is init, has waited for it. */
  private static boolean runs(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return process.isAlive() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() {
    if (program.isAlive()) {
      kill();
    }
  }
}
