package loteria.agency;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import loteria.agency.source.Batcher;
import loteria.agency.source.Batching;
import loteria.agency.source.SingleBet;
import loteria.agency.submit.OnRefused;
import loteria.agency.submit.ServerAddress;
import loteria.agency.submit.Servers;
import loteria.agency.submit.Window;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.folder.SecretFile;
import loteria.ipc.logging.Logging;
import loteria.ipc.message.Limits;
import loteria.ipc.row.AgencyId;
import loteria.ipc.settings.Setting;
import loteria.ipc.settings.Settings;
import loteria.ipc.settings.UsageException;
import loteria.ipc.tls.ClientTls;
import loteria.ipc.tls.TlsFileException;
import org.jspecify.annotations.Nullable;

/**
 * The options that the program was started with.
 *
 * @param servers whom to send to, and as which agency
 * @param job what to send
 * @param batching how to send it
 * @param onRefused what to do when rows were refused
 * @param access who may use the list of them, if it is created
 * @param logLevel from which level on to log
 */
record AgencyOptions(
    Servers servers,
    Job job,
    Batching batching,
    OnRefused onRefused,
    FileAccess access,
    String logLevel) {
  private static final int ROWS_MAX = 1_000_000;
  private static final Duration GIVE_UP_AFTER_MAX = Duration.ofHours(1000);

  private static final Setting ID =
      new Setting("id", "CLI_ID", "", "N", "which agency this is: its number, 1 to 999999");
  private static final Setting SERVER =
      new Setting(
          "server",
          "CLI_SERVER_ADDRESS",
          "localhost:12345",
          "HOST:PORT",
          "the central server; several of one draw with commas between");
  private static final Setting TLS =
      new Setting("tls", "CLI_TLS", "", "", "speak TLS, with the three files below");
  private static final Setting SERVER_CA =
      new Setting(
          "server-ca", "CLI_SERVER_CA", "", "FILE", "the authorities that certify servers; PEM");
  private static final Setting CERTIFICATE =
      new Setting(
          "certificate",
          "CLI_CERTIFICATE",
          "",
          "FILE",
          "this agency's certificate, then those up to its authority; PEM");
  private static final Setting KEY =
      new Setting("key", "CLI_KEY", "", "FILE", "the key of that certificate; PEM, PKCS #8");
  private static final Setting FILE =
      new Setting("file", "CLI_FILE", "", "FILE", "the agency's bets, CSV without a header");
  private static final Setting BATCH_MAX =
      new Setting(
          "batch-max",
          "CLI_BATCH_MAXAMOUNT",
          "0",
          "N",
          "most bets in a batch, up to 1000000; 0 for as many as fit");
  private static final Setting BATCH_BYTES =
      new Setting(
          "batch-bytes",
          "CLI_BATCH_BYTES",
          Integer.toString(Limits.BATCH_FRAME_BYTES_DEFAULT),
          "N",
          "most bytes in a batch, its header included, "
              + Batcher.FRAME_BYTES_MIN
              + " to "
              + Limits.REQUEST_BYTES_MAX);
  private static final Setting WINDOW =
      new Setting("window", "CLI_WINDOW", "8", "N", "most batches in flight, 1 to 64");
  private static final Setting ON_REFUSED =
      new Setting(
          "on-refused",
          "CLI_ON_REFUSED",
          "finish",
          "WHAT",
          "finish without refused rows, or wait until they are corrected");
  private static final Setting GROUP_READABLE =
      new Setting(
          "group-readable",
          "CLI_GROUP_READABLE",
          "false",
          "",
          "whether the group may read the files beside FILE; otherwise only this user may");
  private static final Setting GIVE_UP_AFTER =
      new Setting(
          "give-up-after",
          "CLI_GIVE_UP_AFTER",
          "5m",
          "TIME",
          "how long to try without anything moving on, up to 1000h");
  private static final Setting DRAW =
      new Setting("draw", "CLI_DRAW", "", "NAME", "which draw, where not the server's current one");
  private static final Setting LOG_LEVEL =
      new Setting("log-level", "CLI_LOG_LEVEL", "INFO", "LEVEL", "DEBUG, INFO, WARN or ERROR");
  private static final Setting CONFIG =
      new Setting("config", "CLI_CONFIG", "", "FILE", "a properties file with any of these");
  static final Setting HELP = new Setting("help", "", "", "", "print this and exit");
  static final Setting VERSION = new Setting("version", "", "", "", "print the version and exit");

  static final List<Setting> KNOWN =
      List.of(
          ID,
          SERVER,
          TLS,
          SERVER_CA,
          CERTIFICATE,
          KEY,
          FILE,
          BATCH_MAX,
          BATCH_BYTES,
          WINDOW,
          ON_REFUSED,
          GROUP_READABLE,
          GIVE_UP_AFTER,
          DRAW,
          LOG_LEVEL,
          CONFIG,
          HELP,
          VERSION);

  /** What there is to do. */
  sealed interface Job {
    /** A file of bets, and the winners. */
    record OfFile(Path file) implements Job {}

    /** One bet, nothing else. */
    record OfSingleBet(SingleBet bet) implements Job {}
  }

  /**
   * Makes sense of the settings.
   *
   * @throws UsageException when one of them is missing, or does not do
   */
  static AgencyOptions of(Settings settings, Map<String, String> environment)
      throws UsageException {
    if (!settings.arguments().isEmpty()) {
      throw new UsageException(
          "'"
              + settings.arguments().getFirst()
              + "' is not understood; the commands are generate and check, see --help");
    }
    if (settings.text(ID).isEmpty()) {
      throw new UsageException("--id (or CLI_ID) is missing: which agency is this?");
    }
    var batching =
        new Batching(
            settings.number(BATCH_MAX, 0, ROWS_MAX),
            settings.number(BATCH_BYTES, Batcher.FRAME_BYTES_MIN, Limits.REQUEST_BYTES_MAX),
            settings.number(WINDOW, 1, Window.IN_FLIGHT_MAX));
    return new AgencyOptions(
        servers(settings),
        job(settings, environment),
        batching,
        onRefused(settings),
        FileAccess.of(settings.isOn(GROUP_READABLE)),
        logLevel(settings));
  }

  private static Servers servers(Settings settings) throws UsageException {
    List<ServerAddress> addresses = addresses(settings);
    Duration giveUpAfter = settings.duration(GIVE_UP_AFTER);
    if (giveUpAfter.isZero() || giveUpAfter.compareTo(GIVE_UP_AFTER_MAX) > 0) {
      throw settings.bad(
          GIVE_UP_AFTER, "is not from 1 ms to " + GIVE_UP_AFTER_MAX.toHours() + " h");
    }
    return new Servers(
        addresses,
        new AgencyId(settings.number(ID, 1, AgencyId.MAX)),
        settings.text(DRAW).strip(),
        giveUpAfter,
        tls(settings));
  }

  private static List<ServerAddress> addresses(Settings settings) throws UsageException {
    try {
      return ServerAddress.listOf(settings.text(SERVER));
    } catch (IllegalArgumentException e) {
      throw settings.bad(SERVER, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable ClientTls tls(Settings settings) throws UsageException {
    if (!settings.isOn(TLS)) {
      for (Setting file : List.of(SERVER_CA, CERTIFICATE, KEY)) {
        if (!settings.text(file).isBlank()) {
          throw settings.bad(file, "needs --tls");
        }
      }
      return null;
    }
    try {
      Path key = pem(settings, KEY);
      ClientTls tls = ClientTls.of(pem(settings, SERVER_CA), pem(settings, CERTIFICATE), key);
      SecretFile.warnOfReaders(key);
      return tls;
    } catch (TlsFileException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static Path pem(Settings settings, Setting file) throws UsageException {
    if (settings.text(file).isBlank()) {
      throw settings.bad(file, "is needed with --tls");
    }
    return path(settings, file);
  }

  private static Job job(Settings settings, Map<String, String> environment) throws UsageException {
    if (!settings.text(FILE).isEmpty()) {
      Path file = path(settings, FILE);
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        throw settings.bad(FILE, "is no file that can be read");
      }
      return new Job.OfFile(file);
    }
    List<String> missing = SingleBet.missing(environment);
    if (!missing.isEmpty()) {
      throw new UsageException(
          "nothing to send: --file (or CLI_FILE) is missing, and for a single bet "
              + String.join(", ", missing));
    }
    return new Job.OfSingleBet(SingleBet.of(environment));
  }

  private static Path path(Settings settings, Setting file) throws UsageException {
    try {
      return Path.of(settings.text(file));
    } catch (InvalidPathException e) {
      throw settings.bad(
          file, "is no file name in this locale (try LC_ALL=C.UTF-8): " + e.getReason());
    }
  }

  private static OnRefused onRefused(Settings settings) throws UsageException {
    return switch (settings.text(ON_REFUSED).strip()) {
      case "finish" -> OnRefused.FINISH;
      case "wait" -> OnRefused.WAIT;
      default -> throw settings.bad(ON_REFUSED, "is neither finish nor wait");
    };
  }

  private static String logLevel(Settings settings) throws UsageException {
    try {
      return Logging.canonical(settings.text(LOG_LEVEL).strip());
    } catch (IllegalArgumentException e) {
      throw settings.bad(LOG_LEVEL, String.valueOf(e.getMessage()));
    }
  }
}
