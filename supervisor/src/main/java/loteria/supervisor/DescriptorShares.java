package loteria.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.settings.UsageException;
import loteria.supervisor.fleet.Fleet;
import loteria.supervisor.http.HttpServer;
import org.jspecify.annotations.Nullable;

/**
 * The division of the file descriptors that this process may have, so that it never runs out of
 * them: otherwise a worker that died could not be replaced, nor a class be loaded. Agencies' and
 * HTTP connections get what the limit leaves after the supervisor's own files, its workers' and
 * those of earlier draws.
 *
 * @param connections how many agencies may be connected at once
 * @param webRequests how many HTTP requests may be served at once, and how many streams
 * @param spares how many connections to workers may be kept without a session
 * @param workersMax how many workers there can be
 */
record DescriptorShares(int connections, int webRequests, int spares, int workersMax) {
  private static final ActionLog LOG = new ActionLog(DescriptorShares.class);
  private static final Path PROCESS = Path.of("/proc/self");
  private static final Pattern MAX = Pattern.compile("(?m)^Max open files +(\\d+)");

  /**
   * Files opened later: jars, listeners, the ledger's files, the JDK's own, and operators'
   * connections.
   */
  private static final int OF_THE_SUPERVISOR = 44;

  /** A worker's standard input and its link, and what starting its process takes for a moment. */
  private static final int OF_A_WORKER = 10;

  /** An earlier draw's folder, sockets and only worker; while the next is opened, one more. */
  private static final int OF_A_DRAW = 22;

  /**
   * A session's connections to the agency and to the worker, and for a moment to another worker.
   */
  private static final int OF_A_SESSION = 3;

  /** A request and a stream. */
  private static final int OF_A_WEB_SHARE = 2;

  /** More would be taken at the same time by hardly any text clients. */
  private static final int SPARES_MAX = 64;

  /** The part of the rest that goes to HTTP, if not everything fits. */
  private static final int WEB_PART = 8;

  /**
   * The system's limit. Known on Linux only.
   *
   * @param max how many files may be open
   * @param open how many are open before anything is started
   */
  record Limit(int max, int open) {
    /** Reads the limit; null if it is not known. */
    static @Nullable Limit now() {
      try (Stream<Path> open = Files.list(PROCESS.resolve("fd"))) {
        Matcher max = MAX.matcher(Files.readString(PROCESS.resolve("limits")));
        return max.find() ? new Limit(number(max.group(1)), (int) open.count()) : null;
      } catch (IOException e) {
        LOG.detail("open_files", "error", e);
        return null;
      }
    }

    private static int number(String digits) {
      return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }
  }

  /**
   * Divides the limit; warns if not all connections fit.
   *
   * @param limit the system's, or null if it is not known
   * @param keepDraws how many earlier draws are kept open
   * @param web whether HTTP is served
   * @throws UsageException if no agency could be served at all
   */
  static DescriptorShares of(
      @Nullable Limit limit, int workers, int keepDraws, int connections, boolean web)
      throws UsageException {
    if (limit == null) {
      return new DescriptorShares(
          connections, HttpServer.REQUESTS_MAX, SPARES_MAX, Fleet.WORKERS_MAX);
    }
    int own = limit.open + OF_THE_SUPERVISOR + OF_A_WORKER * workers + OF_A_DRAW * (keepDraws + 1);
    int webLeast = web ? OF_A_WEB_SHARE : 0;
    long least = (long) own + webLeast + OF_A_SESSION;
    if (limit.max < least) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "the limit of %d open files is too low: %d workers need at least %d (raise ulimit"
                  + " -n)",
              limit.max,
              workers,
              least));
    }
    int left = limit.max - own;
    int webShare = web ? Math.clamp(left / WEB_PART, 1, HttpServer.REQUESTS_MAX) : 0;
    left -= webShare * OF_A_WEB_SHARE;
    int served = Math.min(connections, left / OF_A_SESSION);
    left -= served * OF_A_SESSION;
    int spares = Math.min(SPARES_MAX, left / 2);
    left -= spares;
    var shares =
        new DescriptorShares(
            served, webShare, spares, Math.min(Fleet.WORKERS_MAX, workers + left / OF_A_WORKER));
    if (served < connections) {
      LOG.warn(
          "open_files",
          "max",
          limit.max,
          "error",
          String.format(
              Locale.ROOT,
              "%d connections at once, not %d, which would need %d open files (raise ulimit -n)",
              served,
              connections,
              limit.max - left + (long) OF_A_SESSION * (connections - served)));
    }
    return shares;
  }
}
