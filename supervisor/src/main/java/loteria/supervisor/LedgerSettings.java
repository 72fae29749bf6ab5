package loteria.supervisor;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import loteria.ipc.settings.Setting;
import loteria.ipc.settings.Settings;
import loteria.ipc.settings.UsageException;
import loteria.ipc.settings.WorkerArguments;
import org.jspecify.annotations.Nullable;

/**
 * Where the ledger's log is, if not in files alone: how the brokers are reached that keep it.
 *
 * @param engine its name
 * @param servers {@code HOST:PORT,…} of some brokers
 * @param config file of further settings of Kafka's client; null for none
 * @param topic the log's name
 * @param timeout how long an append may take
 * @param create whether the topic may be made
 * @param forced whether each broker must force a batch before it counts
 * @param follows whether this server only keeps a copy
 */
record LedgerSettings(
    String engine,
    String servers,
    @Nullable Path config,
    String topic,
    Duration timeout,
    boolean create,
    boolean forced,
    boolean follows) {
  private static final String FILE = "file";
  private static final String KAFKA = "kafka";
  private static final Pattern SERVER =
      Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^\\s:,\\[\\]]+):\\d{1,5}");
  private static final int TIMEOUT_MIN_MS = 500;
  private static final int TIMEOUT_MAX_MS = 600_000;

  /** Checks the settings; null where the files are all there is. */
  static @Nullable LedgerSettings of(Settings settings) throws UsageException {
    String engine = settings.text(SupervisorOptions.LEDGER).strip().toLowerCase(Locale.ROOT);
    if (engine.equals(FILE)) {
      if (DrawImport.isAsked(settings)) {
        return null;
      }
      checkNone(settings, SupervisorOptions.KAFKA);
      checkNone(settings, SupervisorOptions.KAFKA_CONFIG);
      if (settings.isOn(SupervisorOptions.FOLLOW)) {
        throw settings.bad(SupervisorOptions.FOLLOW, "needs --ledger kafka");
      }
      return null;
    }
    if (!engine.equals(KAFKA)) {
      throw settings.bad(SupervisorOptions.LEDGER, "is neither file nor kafka");
    }
    return ofDraw(settings, settings.text(SupervisorOptions.DRAW));
  }

  /** The same, for another draw's topic. */
  LedgerSettings ofDraw(String draw) {
    return new LedgerSettings(
        engine, servers, config, topic(draw), timeout, create, forced, follows);
  }

  private static String topic(String draw) {
    return "loteria-" + draw;
  }

  /** Those of a draw's topic, whichever engine is named. */
  static LedgerSettings ofDraw(Settings settings, String draw) throws UsageException {
    return new LedgerSettings(
        KAFKA,
        servers(settings),
        config(settings),
        topic(draw),
        timeout(settings),
        settings.isOn(SupervisorOptions.KAFKA_CREATE_TOPIC),
        !settings.isOn(SupervisorOptions.KAFKA_UNFORCED),
        settings.isOn(SupervisorOptions.FOLLOW));
  }

  private static void checkNone(Settings settings, Setting setting) throws UsageException {
    if (!settings.text(setting).isBlank()) {
      throw settings.bad(setting, "needs --ledger kafka");
    }
  }

  private static String servers(Settings settings) throws UsageException {
    String text = settings.text(SupervisorOptions.KAFKA).strip();
    if (text.isEmpty()) {
      throw settings.bad(SupervisorOptions.KAFKA, "is needed with --ledger kafka");
    }
    for (String server : text.split(",", -1)) {
      if (!SERVER.matcher(server.strip()).matches()) {
        throw settings.bad(
            SupervisorOptions.KAFKA, "has '" + server.strip() + "', which is no HOST:PORT");
      }
    }
    return text.replaceAll("\\s", "");
  }

  private static @Nullable Path config(Settings settings) throws UsageException {
    String text = settings.text(SupervisorOptions.KAFKA_CONFIG).strip();
    if (text.isEmpty()) {
      return null;
    }
    try {
      Path file = Path.of(text).toAbsolutePath();
      if (!Files.isReadable(file)) {
        throw settings.bad(SupervisorOptions.KAFKA_CONFIG, "cannot be read");
      }
      return file;
    } catch (InvalidPathException _) {
      throw settings.bad(SupervisorOptions.KAFKA_CONFIG, "is no path");
    }
  }

  private static Duration timeout(Settings settings) throws UsageException {
    Duration timeout = settings.duration(LimitOptions.COMMIT_TIMEOUT);
    if (timeout.toMillis() < TIMEOUT_MIN_MS || timeout.toMillis() > TIMEOUT_MAX_MS) {
      throw settings.bad(LimitOptions.COMMIT_TIMEOUT, "is not from 500ms to 10m");
    }
    return timeout;
  }

  /** What a worker is given of it. */
  WorkerArguments addTo(WorkerArguments arguments) {
    return arguments
        .with(WorkerArguments.LOG_ENGINE, engine)
        .with(WorkerArguments.LOG_SERVERS, servers)
        .with(WorkerArguments.LOG_CONFIG, config == null ? "" : config)
        .with(WorkerArguments.LOG_TOPIC, topic)
        .with(WorkerArguments.LOG_TIMEOUT, timeout.toMillis() + "ms");
  }
}
