package loteria.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.logging.Logging;
import loteria.ipc.message.Limits;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowCheck;
import loteria.ipc.settings.Setting;
import loteria.ipc.settings.Settings;
import loteria.ipc.settings.UsageException;
import loteria.ipc.settings.WorkerArguments;
import loteria.ledger.replication.LogBeginning;
import loteria.supervisor.fleet.Fleet;
import loteria.supervisor.intake.IntakeLimits;
import loteria.supervisor.relay.RelayLimits;
import loteria.supervisor.season.SeasonFile;
import loteria.supervisor.slot.WorkerTimeouts;
import loteria.supervisor.status.Facts;
import org.jspecify.annotations.Nullable;

/**
 * The supervisor's settings, checked.
 *
 * @param winningNumber the number that wins; null where an operator says it after the seal
 * @param closesAt when the intake closes by itself, or null
 * @param folder the draw's folder, {@code <data>/<draw>}
 * @param run where the Unix sockets are
 * @param access who may use the data that is created
 * @param ledger where the log is, or null for {@code folder} alone
 * @param keepDraws how many earlier draws' winners can be asked for
 * @param http where the page and the metrics are served, or null for nowhere
 */
record SupervisorSettings(
    Fleet.Plan plan,
    ListenSettings listen,
    int agencies,
    @Nullable Integer winningNumber,
    @Nullable Instant closesAt,
    Path data,
    String draw,
    Path folder,
    Path run,
    FileAccess access,
    @Nullable LedgerSettings ledger,
    IntakeLimits edge,
    RelayLimits relay,
    WorkerTimeouts timing,
    @Nullable HttpSettings http,
    String logLevel,
    List<String> workerJavaOptions,
    int keepDraws) {

  private static final int RETRY_AFTER_MS = 1000;
  private static final int KEEP_DRAWS_MAX = 100;

  /** The shortest heartbeat time-out: workers send one five times a second. */
  private static final long HEARTBEAT_TIMEOUT_MIN_MS = 1000;

  private static final Duration TIME_MAX = Duration.ofHours(1000);
  private static final String LAUNCHER_FLAGS = "LOTERIA_WORKER_FLAGS";

  /** Reads the command line, the environment and the configuration file. */
  static Settings read(String[] args, Map<String, String> environment) throws UsageException {
    return Settings.read(SupervisorOptions.ALL, args, environment);
  }

  /** Checks the settings. */
  static SupervisorSettings of(Settings settings, Map<String, String> environment)
      throws UsageException {
    Path data = path(settings, SupervisorOptions.DATA);
    String draw = draw(settings);
    Path folder = folder(settings, SupervisorOptions.DRAW, data.resolve(draw));
    Duration handshake = time(settings, LimitOptions.HANDSHAKE_TIMEOUT, 1);
    return new SupervisorSettings(
        new Fleet.Plan(
            settings.number(SupervisorOptions.WORKERS, 1, Fleet.WORKERS_MAX),
            activeWorkers(settings),
            settings.number(LimitOptions.MAX_BATCHES_PER_WORKER, 0, Integer.MAX_VALUE)),
        ListenSettings.of(settings),
        settings.number(SupervisorOptions.AGENCIES, 1, AgencyId.MAX),
        winningNumber(settings),
        closesAt(settings),
        data,
        draw,
        folder,
        settings.text(SupervisorOptions.RUN).isEmpty()
            ? folder.resolve(DrawLayout.RUN)
            : path(settings, SupervisorOptions.RUN),
        FileAccess.of(settings.isOn(SupervisorOptions.GROUP_READABLE)),
        LedgerSettings.of(settings),
        new IntakeLimits(
            settings.number(LimitOptions.MAX_CONNECTIONS, 1, 1_000_000),
            settings.number(LimitOptions.MAX_CONNECTIONS_PER_AGENCY, 0, 1_000_000),
            settings.number(LimitOptions.MAX_CONNECTIONS_PER_ADDRESS, 0, 1_000_000),
            handshake),
        new RelayLimits(
            settings.number(LimitOptions.MAX_FRAME, 1, Limits.REQUEST_BYTES_MAX / 1024) * 1024,
            settings.number(LimitOptions.MAX_UNANSWERED, 1, 64),
            settings.number(LimitOptions.MAX_HELD, 1, 1 << 20) * 1024L,
            settings.number(LimitOptions.MAX_HELD_TOTAL, 1, Integer.MAX_VALUE) * 1024L,
            handshake,
            time(settings, LimitOptions.FRAME_TIMEOUT, 1),
            time(settings, LimitOptions.IDLE_TIMEOUT, 1),
            time(settings, LimitOptions.WORKER_TIMEOUT, 1),
            RETRY_AFTER_MS),
        new WorkerTimeouts(
            time(settings, LimitOptions.BOOT_TIMEOUT, 1),
            time(settings, LimitOptions.HEARTBEAT_TIMEOUT, HEARTBEAT_TIMEOUT_MIN_MS),
            time(settings, LimitOptions.GRACE, 1)),
        HttpSettings.of(settings),
        logLevel(settings),
        workerJavaOptions(settings, environment.getOrDefault(LAUNCHER_FLAGS, "")),
        settings.number(SupervisorOptions.KEEP_DRAWS, 0, KEEP_DRAWS_MAX));
  }

  /**
   * The settings of another draw of the same server.
   *
   * @param itsClosesAt when its intake closes by itself, or null
   * @param itsPlan how many workers it has
   */
  SupervisorSettings ofDraw(String name, @Nullable Instant itsClosesAt, Fleet.Plan itsPlan) {
    return ofDraw(name, itsClosesAt, itsPlan, run);
  }

  private SupervisorSettings ofDraw(
      String name, @Nullable Instant itsClosesAt, Fleet.Plan itsPlan, Path itsRun) {
    return new SupervisorSettings(
        itsPlan,
        listen,
        agencies,
        winningNumber,
        itsClosesAt,
        data,
        name,
        data.resolve(name),
        itsRun,
        access,
        ledger == null ? null : ledger.ofDraw(name),
        edge,
        relay,
        timing,
        http,
        logLevel,
        workerJavaOptions,
        keepDraws);
  }

  /**
   * The settings of the season that the draw belongs to: those of its first draw, which the server
   * was started with.
   */
  SupervisorSettings ofSeason() throws IOException {
    String first = SeasonFile.of(data, draw).first();
    if (first.equals(draw)) {
      return this;
    }
    boolean isDefaultRun = run.equals(folder.resolve(DrawLayout.RUN));
    Path itsRun = isDefaultRun ? data.resolve(first).resolve(DrawLayout.RUN) : run;
    return ofDraw(first, null, plan, itsRun);
  }

  private static @Nullable Integer winningNumber(Settings settings) throws UsageException {
    return settings.text(SupervisorOptions.WINNING_NUMBER).isBlank()
        ? null
        : Integer.valueOf(
            settings.number(SupervisorOptions.WINNING_NUMBER, 0, RowCheck.NUMBER_MAX));
  }

  private static @Nullable Instant closesAt(Settings settings) throws UsageException {
    String text = settings.text(SupervisorOptions.CLOSES_AT).strip();
    try {
      return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException _) {
      throw settings.bad(
          SupervisorOptions.CLOSES_AT,
          "is no date, time and offset from UTC such as 2026-12-24T21:00:00-03:00");
    }
  }

  /** Whether the intake of a draw that has no ledger yet would never be open. */
  boolean isOverBeforeItBegins(Instant now) {
    return closesAt != null
        && ledger == null
        && !now.isBefore(closesAt)
        && Files.notExists(folder.resolve(DrawLayout.IDENTITY));
  }

  /** Environment variables for a process that checks the number: what no process list may show. */
  Map<String, String> workerSecrets() {
    int number = winningNumber == null ? LogBeginning.NO_NUMBER : winningNumber;
    return Map.of(WorkerArguments.WINNING_NUMBER_VARIABLE, Integer.toString(number));
  }

  /** By default half of the processors relay, and the other half store. */
  private static int activeWorkers(Settings settings) throws UsageException {
    int wanted = settings.number(SupervisorOptions.ACTIVE_WORKERS, 0, Fleet.WORKERS_MAX);
    String workers = settings.text(SupervisorOptions.WORKERS).strip();
    if (wanted > settings.number(SupervisorOptions.WORKERS, 1, Fleet.WORKERS_MAX)) {
      throw settings.bad(SupervisorOptions.ACTIVE_WORKERS, "is over --workers '" + workers + "'");
    }
    return wanted > 0 ? wanted : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  /**
   * The launcher's own flags apply to the default options only: a start-up cache does not fit
   * others.
   */
  private static List<String> workerJavaOptions(Settings settings, String launcherFlags) {
    String options = settings.text(SupervisorOptions.WORKER_JAVA_OPTIONS).strip();
    boolean isDefault =
        options.equals(SupervisorOptions.WORKER_JAVA_OPTIONS.fallback())
            && settings.text(SupervisorOptions.LEDGER).equals(SupervisorOptions.LEDGER.fallback());
    String flags = (isDefault ? options + " " + launcherFlags : options).strip();
    return flags.isEmpty() ? List.of() : List.of(flags.split("\\s+"));
  }

  /**
   * The facts that the observer shows and that do not change.
   *
   * @param connections how many agencies may be connected at once
   */
  Facts facts(String version, Instant startedAt, int connections) {
    return new Facts(version, draw, agencies, startedAt, connections, relay.heldTotalBytesMax());
  }

  /** The text of {@code --help}. */
  static String help() {
    return SupervisorHelp.of(SupervisorOptions.ALL);
  }

  private static String draw(Settings settings) throws UsageException {
    if (!DrawLayout.isName(settings.text(SupervisorOptions.DRAW))) {
      throw settings.bad(
          SupervisorOptions.DRAW, "is not 1 to 64 letters, digits, dots, dashes and underscores");
    }
    return settings.text(SupervisorOptions.DRAW);
  }

  /** A time that is neither shorter than is useful nor longer than can be counted. */
  private static Duration time(Settings settings, Setting setting, long minMs)
      throws UsageException {
    Duration time = settings.duration(setting);
    if (time.toMillis() < minMs || time.compareTo(TIME_MAX) > 0) {
      throw settings.bad(
          setting,
          String.format(Locale.ROOT, "is not from %d ms to %d h", minMs, TIME_MAX.toHours()));
    }
    return time;
  }

  private static Path path(Settings settings, Setting setting) throws UsageException {
    if (settings.text(setting).isBlank()) {
      throw settings.bad(setting, "is no path");
    }
    try {
      return folder(settings, setting, Path.of(settings.text(setting)).toAbsolutePath());
    } catch (IllegalArgumentException _) {
      throw settings.bad(setting, "is no path");
    }
  }

  /** Reports a file in a folder's place now, rather than half-way through the start. */
  private static Path folder(Settings settings, Setting setting, Path path) throws UsageException {
    Path folder = path.normalize();
    Path there = folder;
    while (Files.notExists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (Files.exists(there) && !Files.isDirectory(there)) {
      String why = there.equals(folder) ? "is no folder" : "is below " + there + ", no folder";
      throw settings.bad(setting, why);
    }
    return folder;
  }

  private static String logLevel(Settings settings) throws UsageException {
    try {
      return Logging.canonical(settings.text(SupervisorOptions.LOG_LEVEL));
    } catch (IllegalArgumentException e) {
      throw settings.bad(SupervisorOptions.LOG_LEVEL, String.valueOf(e.getMessage()));
    }
  }
}
