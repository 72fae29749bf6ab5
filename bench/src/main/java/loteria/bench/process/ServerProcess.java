package loteria.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loteria.bench.Setup;

/** A supervisor and its workers, started as an operator starts them. */
public final class ServerProcess implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile("action: ready \\| result: success .*?\\bport: (\\d+)");
  private static final int LINE_PATIENCE_S = 60;
  private static final int END_PATIENCE_S = 30;

  private final Process process;
  private final Path log;
  private final long launchedNanos;
  private final long readyNanos;
  private final int port;

  private ServerProcess(Process process, Path log, long launchedNanos, long readyNanos, int port) {
    this.process = process;
    this.log = log;
    this.launchedNanos = launchedNanos;
    this.readyNanos = readyNanos;
    this.port = port;
  }

  /**
   * Starts it and waits until all its workers are ready and it accepts connections.
   *
   * @param folder where its data are, or are created
   */
  public static ServerProcess start(Setup setup, Path folder, int agencies, String... more)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    List<String> command = new ArrayList<>();
    command.add(setup.distribution().resolve("bin/supervisor").toString());
    command.addAll(List.of("--workers", Integer.toString(Setup.WORKERS), "--port", "0"));
    command.addAll(List.of("--agencies", Integer.toString(agencies)));
    command.addAll(List.of("--winning-number", "7574"));
    command.addAll(List.of("--data", folder.resolve("data").toString()));
    command.addAll(List.of("--run", folder.resolve("run").toString()));
    command.addAll(List.of(more));
    Path log = folder.resolve("server.log");
    long launched = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      int port = Integer.parseInt(await(process, log, READY).group(1));
      return new ServerProcess(process, log, launched, System.nanoTime(), port);
    } catch (IOException | InterruptedException e) {
      process.destroy();
      throw e;
    }
  }

  /** Its address. */
  public SocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  public int port() {
    return port;
  }

  /** The port with TLS, where it was started with one. */
  public int tlsPort() throws IOException, InterruptedException {
    return (int) logged("ready", "tls_port");
  }

  /** The time from its launch until it logged that it accepts connections. */
  public double secondsToReady() {
    return (readyNanos - launchedNanos) / 1e9;
  }

  /** When it was launched, in ns of {@link System#nanoTime}. */
  public long launchedNanos() {
    return launchedNanos;
  }

  /**
   * A figure from the server's output: the value of a key in the first line of an action that
   * succeeded. Waits for the line, because lines are written a moment later.
   *
   * @throws IOException if it does not come
   */
  public double logged(String action, String key) throws IOException, InterruptedException {
    Pattern line =
        Pattern.compile(
            String.format(
                Locale.ROOT, "action: %s \\| result: success .*\\b%s: ([0-9.]+)", action, key));
    return Double.parseDouble(await(process, log, line).group(1));
  }

  /** The use of the supervisor and its workers. */
  public Usage usage() throws IOException {
    return Usage.of(pids());
  }

  /** The supervisor's process, then its workers'. */
  public List<Long> pids() {
    List<Long> pids = new ArrayList<>();
    pids.add(process.pid());
    process.descendants().map(ProcessHandle::pid).forEach(pids::add);
    return pids;
  }

  /** How many files the supervisor has open, sockets among them. */
  public int openFiles() throws IOException {
    try (var files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
      return (int) files.count();
    }
  }

  /** Kills the supervisor and its workers at once, as the loss of their machine would. */
  public void kill() {
    List<ProcessHandle> workers = process.descendants().toList();
    process.destroyForcibly();
    workers.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    workers.forEach(worker -> worker.onExit().join());
  }

  /** Stops it and waits until it has ended. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(END_PATIENCE_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("the server did not end; its log: " + log);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static Matcher await(Process process, Path log, Pattern pattern)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LINE_PATIENCE_S);
    while (System.nanoTime() - deadline < 0) {
      try (BufferedReader lines = Files.newBufferedReader(log)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          Matcher matcher = pattern.matcher(line);
          if (matcher.find()) {
            return matcher;
          }
        }
      }
      checkAlive(process, log);
      Thread.sleep(1);
    }
    throw new IOException("no line of " + pattern + " in:\n" + Files.readString(log));
  }

  private static void checkAlive(Process process, Path log) throws IOException {
    if (!process.isAlive()) {
      throw new IOException("the server has ended:\n" + Files.readString(log));
    }
  }
}
