package loteria.supervisor;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import loteria.ipc.bet.AgencyId;
import loteria.ipc.bet.RowCheck;
import loteria.ipc.log.Logging;
import loteria.ipc.process.Setting;
import loteria.ipc.process.Settings;
import loteria.ipc.process.UsageException;
import loteria.ipc.wire.Limits;
import loteria.supervisor.edge.EdgeLimits;
import loteria.supervisor.fleet.Timing;
import loteria.supervisor.relay.RelayLimits;
import loteria.supervisor.status.Facts;
import org.jspecify.annotations.Nullable;

/**
 * What the supervisor was told, checked.
 *
 * @param maxBatchesPerWorker after which a worker is replaced; 0 for never
 * @param folder the draw's folder, {@code <data>/<draw>}
 * @param run where the Unix sockets are
 * @param http where the page and the metrics are, or null for nowhere
 */
record SupervisorSettings(
    int workers,
    int maxBatchesPerWorker,
    int port,
    int backlog,
    int agencies,
    int winningNumber,
    Path data,
    String draw,
    Path folder,
    Path run,
    EdgeLimits edge,
    RelayLimits relay,
    Timing timing,
    @Nullable InetSocketAddress http,
    String logLevel,
    List<String> workerJavaOptions) {

  static final Setting HELP = new Setting("help", "", "", "", "print this and exit");
  static final Setting VERSION = new Setting("version", "", "", "", "print the version and exit");

  static final Setting JSON = new Setting("json", "", "", "", "with status: as JSON, for programs");
  static final Setting YES = new Setting("yes", "", "", "", "with close: do not ask first");

  private static final Setting WORKERS =
      of("workers", "SERVER_WORKERS", defaultWorkers(), "N", "worker processes to keep alive");
  private static final Setting PORT =
      of("port", "SERVER_PORT", "12345", "PORT", "TCP port to listen on, 0 for any free one");
  private static final Setting BACKLOG =
      of(
          "backlog",
          "SERVER_LISTEN_BACKLOG",
          "128",
          "N",
          "connections that may wait to be accepted");
  private static final Setting AGENCIES =
      of("agencies", "SERVER_AGENCIES", "5", "N", "agencies that take part, ids 1 to N");
  private static final Setting WINNING_NUMBER =
      of("winning-number", "SERVER_WINNING_NUMBER", "7574", "0-9999", "the number that wins");
  private static final Setting DATA =
      of("data", "SERVER_DATA", "./data", "DIR", "where bets are kept");
  private static final Setting DRAW =
      of("draw", "SERVER_DRAW", "default", "NAME", "the draw; each has its own folder in --data");
  private static final Setting RUN =
      of("run", "SERVER_RUN", "", "DIR", "where Unix sockets are (default DATA/DRAW/run)");
  private static final Setting MAX_CONNECTIONS =
      of("max-connections", "SERVER_MAX_CONNECTIONS", "1024", "N", "agencies connected at once");
  private static final Setting MAX_FRAME =
      of("max-frame-kib", "SERVER_MAX_FRAME_KIB", "1024", "KIB", "KiB of a request at most");
  private static final Setting MAX_UNANSWERED =
      of(
          "max-unanswered",
          "SERVER_MAX_UNANSWERED",
          "64",
          "N",
          "requests of a session unanswered before it is read no further");
  private static final Setting MAX_HELD =
      of(
          "max-held-kib",
          "SERVER_MAX_HELD_KIB",
          "4096",
          "KIB",
          "KiB of a session unanswered before it is read no further");
  private static final Setting MAX_HELD_TOTAL =
      of(
          "max-held-total-kib",
          "SERVER_MAX_HELD_TOTAL_KIB",
          "65536",
          "KIB",
          "KiB unanswered of all sessions before they are read no further");
  private static final Setting MAX_BATCHES_PER_WORKER =
      of(
          "max-batches-per-worker",
          "SERVER_MAX_BATCHES_PER_WORKER",
          "0",
          "N",
          "batches after which a worker is replaced by a new one, 0 for never");
  private static final Setting HANDSHAKE_TIMEOUT =
      of(
          "handshake-timeout",
          "SERVER_HANDSHAKE_TIMEOUT",
          "10s",
          "TIME",
          "for a connection's first message");
  private static final Setting FRAME_TIMEOUT =
      of(
          "frame-timeout",
          "SERVER_FRAME_TIMEOUT",
          "30s",
          "TIME",
          "for any message, from its first byte to its last");
  private static final Setting IDLE_TIMEOUT =
      of(
          "idle-timeout",
          "SERVER_IDLE_TIMEOUT",
          "5m",
          "TIME",
          "without a message while nothing is unanswered");
  private static final Setting BOOT_TIMEOUT =
      of("boot-timeout", "SERVER_BOOT_TIMEOUT", "10s", "TIME", "for a worker to be ready");
  private static final Setting HEARTBEAT_TIMEOUT =
      of(
          "heartbeat-timeout",
          "SERVER_HEARTBEAT_TIMEOUT",
          "5s",
          "TIME",
          "for a worker's sign of life, and of progress");
  private static final Setting WORKER_TIMEOUT =
      of(
          "worker-timeout",
          "SERVER_WORKER_TIMEOUT",
          "10s",
          "TIME",
          "for a session to be given a worker");
  private static final Setting GRACE =
      of("grace", "SERVER_GRACE", "10s", "TIME", "for an orderly end, then harder");
  private static final Setting HTTP =
      of("http", "SERVER_HTTP", "", "HOST:PORT", "where the page and metrics are, else nowhere");
  private static final Setting WORKER_JAVA_OPTIONS =
      of(
          "worker-java-options",
          "SERVER_WORKER_JAVA_OPTIONS",
          "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+UseCompactObjectHeaders -Xmx256m",
          "OPTIONS",
          "for the workers' JVMs");
  private static final Setting LOG_LEVEL =
      of("log-level", "LOGGING_LEVEL", "INFO", "LEVEL", "DEBUG, INFO, WARN or ERROR");
  private static final Setting CONFIG =
      of("config", "SERVER_CONFIG", "", "FILE", "properties file with any of these settings");

  private static final List<Setting> ALL =
      List.of(
          WORKERS,
          PORT,
          BACKLOG,
          AGENCIES,
          WINNING_NUMBER,
          DATA,
          DRAW,
          RUN,
          MAX_CONNECTIONS,
          MAX_FRAME,
          MAX_UNANSWERED,
          MAX_HELD,
          MAX_HELD_TOTAL,
          MAX_BATCHES_PER_WORKER,
          HANDSHAKE_TIMEOUT,
          FRAME_TIMEOUT,
          IDLE_TIMEOUT,
          BOOT_TIMEOUT,
          HEARTBEAT_TIMEOUT,
          WORKER_TIMEOUT,
          GRACE,
          HTTP,
          WORKER_JAVA_OPTIONS,
          LOG_LEVEL,
          CONFIG,
          JSON,
          YES,
          HELP,
          VERSION);

  private static final int RETRY_AFTER_MS = 1000;

  /** Workers give a sign of life twice a second. */
  private static final long HEARTBEAT_TIMEOUT_MIN_MS = 1000;

  private static final Duration TIME_MAX = Duration.ofHours(1000);
  private static final String LAUNCHER_FLAGS = "LOTERIA_WORKER_FLAGS";
  private static final String DRAW_NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  /** Reads what the command line, the environment and the configuration file say. */
  static Settings read(String[] args, Map<String, String> environment) throws UsageException {
    return Settings.read(ALL, args, environment);
  }

  /** Checks it. */
  static SupervisorSettings of(Settings settings, Map<String, String> environment)
      throws UsageException {
    Path data = path(settings, DATA);
    String draw = draw(settings);
    Path folder = data.resolve(draw);
    Duration handshake = time(settings, HANDSHAKE_TIMEOUT, 1);
    return new SupervisorSettings(
        settings.number(WORKERS, 1, 256),
        settings.number(MAX_BATCHES_PER_WORKER, 0, Integer.MAX_VALUE),
        settings.number(PORT, 0, 65535),
        settings.number(BACKLOG, 1, 65535),
        settings.number(AGENCIES, 1, AgencyId.MAX),
        settings.number(WINNING_NUMBER, 0, RowCheck.NUMBER_MAX),
        data,
        draw,
        folder,
        settings.text(RUN).isEmpty() ? folder.resolve("run") : path(settings, RUN),
        new EdgeLimits(settings.number(MAX_CONNECTIONS, 1, 1_000_000), handshake),
        new RelayLimits(
            settings.number(MAX_FRAME, 1, Limits.REQUEST_BYTES_MAX / 1024) * 1024,
            settings.number(MAX_UNANSWERED, 1, 64),
            settings.number(MAX_HELD, 1, 1 << 20) * 1024L,
            settings.number(MAX_HELD_TOTAL, 1, Integer.MAX_VALUE) * 1024L,
            handshake,
            time(settings, FRAME_TIMEOUT, 1),
            time(settings, IDLE_TIMEOUT, 1),
            time(settings, WORKER_TIMEOUT, 1),
            RETRY_AFTER_MS),
        new Timing(
            time(settings, BOOT_TIMEOUT, 1),
            time(settings, HEARTBEAT_TIMEOUT, HEARTBEAT_TIMEOUT_MIN_MS),
            time(settings, GRACE, 1)),
        http(settings),
        logLevel(settings),
        workerJavaOptions(settings, environment.getOrDefault(LAUNCHER_FLAGS, "")));
  }

  /**
   * The launcher's own flags are for the default ones: a start-up cache is of no use with others.
   */
  private static List<String> workerJavaOptions(Settings settings, String launcherFlags) {
    String told = settings.text(WORKER_JAVA_OPTIONS).strip();
    boolean isDefault = told.equals(WORKER_JAVA_OPTIONS.fallback());
    String flags = (isDefault ? told + " " + launcherFlags : told).strip();
    return flags.isEmpty() ? List.of() : List.of(flags.split("\\s+"));
  }

  /** What the observer is told that does not change. */
  Facts facts(String version, Instant startedAt) {
    return new Facts(
        version,
        draw,
        winningNumber,
        agencies,
        startedAt,
        edge.connections(),
        relay.heldTotalBytesMax());
  }

  /** The text of {@code --help}. */
  static String help() {
    return SupervisorHelp.of(ALL);
  }

  private static @Nullable InetSocketAddress http(Settings settings) throws UsageException {
    String text = settings.text(HTTP).strip();
    if (text.isEmpty()) {
      return null;
    }
    URI uri;
    try {
      uri = new URI("http://" + text);
    } catch (URISyntaxException _) {
      throw settings.bad(HTTP, "is no HOST:PORT");
    }
    boolean isBare = text.equals(uri.getAuthority());
    if (!isBare || uri.getHost() == null || uri.getPort() < 0 || uri.getPort() > 65535) {
      throw settings.bad(HTTP, "is no HOST:PORT");
    }
    var address = new InetSocketAddress(uri.getHost(), uri.getPort());
    if (address.isUnresolved()) {
      throw settings.bad(HTTP, "names a host that is not known");
    }
    return address;
  }

  private static String draw(Settings settings) throws UsageException {
    if (!settings.text(DRAW).matches(DRAW_NAME)) {
      throw settings.bad(DRAW, "is not 1 to 64 letters, digits, dots, dashes and underscores");
    }
    return settings.text(DRAW);
  }

  /** A time that is not shorter than makes sense, nor longer than can be counted. */
  private static Duration time(Settings settings, Setting setting, long minMs)
      throws UsageException {
    Duration time = settings.duration(setting);
    if (time.toMillis() < minMs || time.compareTo(TIME_MAX) > 0) {
      throw settings.bad(setting, "is not from %d ms to %d h".formatted(minMs, TIME_MAX.toHours()));
    }
    return time;
  }

  private static Path path(Settings settings, Setting setting) throws UsageException {
    if (settings.text(setting).isBlank()) {
      throw settings.bad(setting, "is no path");
    }
    try {
      return Path.of(settings.text(setting)).toAbsolutePath().normalize();
    } catch (IllegalArgumentException _) {
      throw settings.bad(setting, "is no path");
    }
  }

  private static String logLevel(Settings settings) throws UsageException {
    try {
      return Logging.canonical(settings.text(LOG_LEVEL));
    } catch (IllegalArgumentException e) {
      throw settings.bad(LOG_LEVEL, String.valueOf(e.getMessage()));
    }
  }

  private static String defaultWorkers() {
    return Integer.toString(Math.max(2, Runtime.getRuntime().availableProcessors()));
  }

  private static Setting of(
      String flag, String environment, String fallback, String argument, String help) {
    return new Setting(flag, environment, fallback, argument, help);
  }
}
