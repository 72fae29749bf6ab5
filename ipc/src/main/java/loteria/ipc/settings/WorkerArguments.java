package loteria.ipc.settings;

import java.util.ArrayList;
import java.util.List;

/**
 * The words that a supervisor starts a worker with and the worker reads: flags, commands, and
 * environment variables for what no process list may show. An instance is a command line in the
 * making; used by one thread.
 */
public final class WorkerArguments {
  /** The environment variable that holds the token: an argument would show in the process list. */
  public static final String TOKEN_VARIABLE = "LOTERIA_TOKEN";

  public static final Setting SLOT = setting("slot", "N");
  public static final Setting LISTEN = setting("listen", "PATH");
  public static final Setting COORDINATOR = setting("coordinator", "PATH");
  public static final Setting DATA = setting("data", "DIR");

  /** Which ledger the folder has; with {@link #BEGIN}, empty where it has none. */
  public static final Setting LEDGER = setting("ledger", "ID");

  public static final Setting FILES = setting("files", "FINGERPRINT");
  public static final Setting DRAW = setting("draw", "NAME");
  public static final Setting AGENCIES = setting("agencies", "N");
  public static final Setting CLOSES_AT = setting("closes-at", "TIME");
  public static final Setting MAX_FRAME_BYTES = setting("max-frame-bytes", "N");
  public static final Setting GRACE = setting("grace", "TIME");
  public static final Setting LOG_LEVEL = setting("log-level", "LEVEL");
  public static final Setting GROUP_READABLE = setting("group-readable", "BOOLEAN");

  /** The engine of the replicated log; none where the files are all there is. */
  public static final Setting LOG_ENGINE = setting("log-engine", "NAME");

  public static final Setting LOG_SERVERS = setting("log-servers", "HOST:PORT,...");
  public static final Setting LOG_CONFIG = setting("log-config", "FILE");
  public static final Setting LOG_TOPIC = setting("log-topic", "NAME");
  public static final Setting LOG_TIMEOUT = setting("log-timeout", "TIME");

  /** What a worker must be given to reach the replicated log. */
  public static final List<Setting> OF_LOG =
      List.of(LOG_ENGINE, LOG_SERVERS, LOG_CONFIG, LOG_TOPIC, LOG_TIMEOUT);

  /** What a worker that serves must be given, and {@link #OF_LOG}. */
  public static final List<Setting> TO_SERVE =
      List.of(
          SLOT,
          LISTEN,
          COORDINATOR,
          DATA,
          LEDGER,
          FILES,
          DRAW,
          AGENCIES,
          CLOSES_AT,
          MAX_FRAME_BYTES,
          GRACE,
          LOG_LEVEL,
          GROUP_READABLE);

  /** First argument: check the files of {@link #FOLDER} instead of serving. */
  public static final String VERIFY = "verify";

  /** First argument: write the bets of {@link #FOLDER} to {@link #TO} instead of serving. */
  public static final String EXPORT = "export";

  /**
   * First argument: import the draw of {@link #FOLDER} instead of serving, into the folder {@link
   * #TO} or, with {@link #TO_LOG}, into the replicated log. With {@link #OF_LOG}, {@link
   * #AGENCIES}, {@link #WINNING_NUMBER}, {@link #CREATE}, {@link #FORCED}, {@link #TOPIC_LOST} and
   * {@link #GROUP_READABLE}.
   */
  public static final String IMPORT = "import";

  /** With {@link #IMPORT}: the replicated log is made; else it is what the folder is a copy of. */
  public static final Setting TO_LOG = setting("to-log", "BOOLEAN");

  /** With {@link #IMPORT}: the folder is a copy, and its replicated log is lost. */
  public static final Setting TOPIC_LOST = setting("topic-lost", "BOOLEAN");

  /**
   * First argument: make and check the replicated log, and begin a run there, instead of serving.
   * With {@link #OF_LOG}, {@link #AGENCIES}, {@link #WINNING_NUMBER}, {@link #CREATE}, {@link
   * #FORCED}, {@link #LEDGER}, {@link #RUN_AFTER} and {@link #FOLLOW}.
   */
  public static final String BEGIN = "begin";

  /** The environment variable that holds the winning number, or that there is none. */
  public static final String WINNING_NUMBER_VARIABLE = "LOTERIA_WINNING_NUMBER";

  /** Passed on in {@link #WINNING_NUMBER_VARIABLE}: an argument would show in the process list. */
  public static final Setting WINNING_NUMBER =
      new Setting("winning-number", WINNING_NUMBER_VARIABLE, "", "N", "set by the supervisor");

  public static final Setting CREATE = setting("create", "BOOLEAN");
  public static final Setting FORCED = setting("forced", "BOOLEAN");

  /**
   * With {@link #BEGIN}: the newest run that the folder has, or 0; the one that begins is later.
   */
  public static final Setting RUN_AFTER = setting("run-after", "N");

  /** With {@link #BEGIN}: append nothing. */
  public static final Setting FOLLOW = setting("follow", "BOOLEAN");

  /** With {@link #VERIFY}: the seal of the draw, which is to be proved; none where it is not. */
  public static final Setting SEAL = setting("seal", "HEX");

  /**
   * First argument: print the digests of agencies' rows in {@link #FOLDER} instead of serving, a
   * line each: of those whose number modulo {@link #PARTS} is {@link #REMAINDER}, in the log before
   * {@link #END}.
   */
  public static final String DIGESTS = "digests";

  public static final Setting REMAINDER = setting("remainder", "N");
  public static final Setting PARTS = setting("parts", "N");
  public static final Setting END = setting("end", "POSITION");

  /**
   * First argument: print the bets in {@link #FOLDER} with the document that is the first line of
   * standard input, instead of serving.
   */
  public static final String BETS = "bets";

  /** For the commands that read a folder, with {@link #GROUP_READABLE}. */
  public static final Setting FOLDER = setting("folder", "PATH");

  public static final Setting TO = setting("to", "PATH");

  private final List<String> words = new ArrayList<>();

  /** No argument yet. */
  public WorkerArguments() {}

  /** Begins with a command. */
  public WorkerArguments(String command) {
    words.add(command);
  }

  /** Appends a flag and its value. */
  public WorkerArguments with(Setting setting, Object value) {
    words.add("--" + setting.flag());
    words.add(value.toString());
    return this;
  }

  /** All of them, in order. */
  public List<String> words() {
    return List.copyOf(words);
  }

  private static Setting setting(String flag, String argument) {
    return new Setting(flag, "", "", argument, "set by the supervisor");
  }
}
