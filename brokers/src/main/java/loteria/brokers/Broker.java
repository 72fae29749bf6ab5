package loteria.brokers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import loteria.brokers.fault.FaultFolder;
import org.jspecify.annotations.Nullable;

/**
 * The handle on one broker: its process, which may be ended and started again, and its folder,
 * which stays. Any thread may use it.
 */
public final class Broker {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final int TAIL_LINES = 30;

  private final BrokerPlace place;
  private final Path folder;
  private final List<String> command;
  private final @Nullable FaultFolder faults;

  /** Null unless the broker is meant to run. Guarded by this. */
  private @Nullable Process process;

  /** Null unless it is paused. Guarded by this. */
  private @Nullable Suspension suspension;

  /** A process failed to start because another one listens on its port. */
  static final class PortTakenException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    PortTakenException(String message) {
      super(message);
    }
  }

  private Broker(
      BrokerPlace place, Path folder, List<String> command, @Nullable FaultFolder faults) {
    this.place = place;
    this.folder = folder;
    this.command = command;
    this.faults = faults;
  }

  /**
   * Makes a broker's folder; starts nothing.
   *
   * @param parent where that folder is created
   * @param network between the brokers; null for none, and no other faults
   */
  static Broker create(
      Path parent,
      BrokerPlace place,
      List<BrokerPlace> all,
      ClusterSettings settings,
      String clusterId,
      @Nullable BrokerNetwork network)
      throws IOException {
    Path folder = Files.createDirectory(parent.resolve("broker-" + place.id()));
    Path file = folder.resolve("server.properties");
    Map<String, String> more = new HashMap<>();
    FaultFolder faults = null;
    ClusterSettings own = settings;
    if (network != null) {
      more.putAll(NetworkProperties.of(place, all, network));
      faults = FaultFolder.create(folder.resolve("faults"));
      faults.connectFrom(BrokerNetwork.address(place.id()));
      faults.skewClock(settings.clockSkew(place.id()));
      own = settings.withJavaOptions(faults.javaOption());
    }
    more.putAll(settings.settings());
    List<String> command = new ArrayList<>(BrokerJvm.command(own));
    command.addAll(List.of(file.toString(), clusterId));
    var broker = new Broker(place, folder, command, faults);
    Map<String, String> content = BrokerProperties.of(place, all, broker.logFolder(), more);
    var properties = new Properties();
    properties.putAll(content);
    try (var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      properties.store(out, null);
    }
    return broker;
  }

  /** Its number, from 1. */
  public int id() {
    return place.id();
  }

  /** Host and port for clients. */
  public String address() {
    return place.address();
  }

  /** Where it gets faults of its disk and its clock, if it was started with faults. */
  public FaultFolder faults() {
    return Objects.requireNonNull(faults, "the broker has no faults");
  }

  /** Ends its faults, and starts it if it does not run. */
  synchronized void repair() {
    faults().makeRoom();
    faults().unslowDisk();
    if (suspension != null) {
      resume();
    }
    if (!isAlive()) {
      start();
    }
  }

  /** Takes from its disk what it has not forced; it must have been killed. */
  void dropUnforced() {
    faults().dropUnforced(logFolder());
  }

  /** Kafka's logs: a folder for each partition, the cluster's metadata among them. */
  public Path logFolder() {
    return folder.resolve("log");
  }

  /** The file of what its processes have printed, one after another. */
  public Path output() {
    return folder.resolve("output.txt");
  }

  /** Whether its process lives; one that is paused does. */
  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Whether it is meant to answer: it was started, and not ended or paused since. */
  synchronized boolean isRunning() {
    return process != null && suspension == null;
  }

  /** The number of its process. */
  public synchronized long pid() {
    return started().pid();
  }

  /** Starts its process on its folder and ports; {@link BrokerCluster#awaitReady} waits for it. */
  public synchronized void start() {
    if (isAlive()) {
      throw new IllegalStateException(this + " runs already");
    }
    close();
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + this, e);
    }
  }

  /** Ends it as by {@code kill -9}, paused or not, and waits until it is gone. */
  public synchronized void kill() {
    Process killed = started();
    if (suspension != null) {
      suspension.close();
      suspension = null;
    }
    Await.killed(toString(), killed.destroyForcibly());
    process = null;
  }

  /**
   * Ends it by SIGTERM: it hands over what it leads. Waits until it is gone.
   *
   * @throws IllegalStateException if that takes more than 30 s; then it still runs
   */
  public synchronized void stop() {
    Process stopped = started();
    requireNotPaused();
    // Process.destroy would close its standard input, too, and thereby kill it.
    stopped.toHandle().destroy();
    awaitEnd(stopped);
  }

  /** Waits, up to 30 s, until it has ended by itself, as one does whose disk is full. */
  public synchronized void awaitEnd() {
    requireNotPaused();
    awaitEnd(started());
  }

  private synchronized void awaitEnd(Process ending) {
    try {
      if (!ending.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Await.tooLate("the end of " + this, STOP_LIMIT, null);
      }
    } catch (InterruptedException e) {
      throw Await.interrupted("the end of " + this, e);
    }
    process = null;
  }

  /** Stops it by SIGSTOP: its connections stay, and it does nothing. */
  public synchronized void pause() {
    Process paused = started();
    requireNotPaused();
    suspension = Suspension.of(paused);
  }

  /** Continues it after {@link #pause}. */
  public synchronized void resume() {
    if (suspension == null) {
      throw new IllegalStateException(this + " is not paused");
    }
    suspension.resume();
    suspension = null;
  }

  /** Kills it if it was started. */
  synchronized void close() {
    if (process != null) {
      kill();
    }
  }

  /**
   * Fails if its process has ended by itself.
   *
   * @throws PortTakenException if that was because of its port
   */
  synchronized void checkAlive() {
    if (process == null || process.isAlive()) {
      return;
    }
    String tail = outputTail();
    String message =
        this + " ended with " + process.exitValue() + "; the end of " + output() + ":\n" + tail;
    if (tail.contains("Address already in use")) {
      throw new PortTakenException(message);
    }
    throw new IllegalStateException(message);
  }

  /** The last lines that it has printed. */
  String outputTail() {
    try {
      List<String> lines = Files.readAllLines(output());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "cannot be read: " + e;
    }
  }

  @Override
  public String toString() {
    return "broker " + id();
  }

  private Process started() {
    if (process == null) {
      throw new IllegalStateException(this + " has not been started");
    }
    return process;
  }

  private void requireNotPaused() {
    if (suspension != null) {
      throw new IllegalStateException(this + " is paused; resume it first");
    }
  }
}
