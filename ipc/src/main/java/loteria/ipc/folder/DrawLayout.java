package loteria.ipc.folder;

import java.util.regex.Pattern;

/**
 * The names in a draw's folder, {@code <data>/<draw>}, and in its run directory.
 *
 * <pre>
 * identity         which ledger this is, and its run
 * log/             what is stored; the names in it are the log's own
 * bets.csv         the rows of all bets: a view of the log
 * bets.lock        what workers lock
 * seal.csv         what is stored of each agency, once the intake has closed
 * winners.csv      the winners, once the draw is made
 * events.jsonl     what operators did and what happened, an event a line
 * supervisor.lock  locked while a supervisor runs here
 * moved            where the draw has moved to: nothing is served here any more
 * import           there from when an import into this folder begins until it is complete
 * run/             the sockets, unless another folder is named
 * </pre>
 */
public final class DrawLayout {
  public static final String IDENTITY = "identity";
  public static final String LOG = "log";
  public static final String BETS = "bets.csv";
  public static final String BETS_LOCK = "bets.lock";
  public static final String SEAL = "seal.csv";
  public static final String WINNERS = "winners.csv";

  /** The winners in the order in which they are found; gone once the draw is made. */
  public static final String WINNERS_FOUND = WINNERS + ".found";

  /** The winners before they are all there; then it is renamed. */
  public static final String WINNERS_NEW = WINNERS + ".new";

  public static final String EVENTS = "events.jsonl";
  public static final String SUPERVISOR_LOCK = "supervisor.lock";
  public static final String MOVED = "moved";
  public static final String IMPORT = "import";
  public static final String RUN = "run";

  /** Where workers report to, in the run directory. */
  public static final String COORDINATOR_SOCKET = "coordinator.sock";

  /** Where operators ask, in the run directory. */
  public static final String CONTROL_SOCKET = "control.sock";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private DrawLayout() {}

  /** Whether a draw can have this name: 1 to 64 letters, digits, dots, dashes and underscores. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * A worker's socket, in the run directory.
   *
   * @param slot the worker's place, and a letter if another process has its first name still
   */
  public static String workerSocket(String slot) {
    return "worker-" + slot + ".sock";
  }
}
