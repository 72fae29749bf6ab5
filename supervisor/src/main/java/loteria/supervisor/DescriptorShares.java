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
 * How the files that this process may have open at once are shared out, so that it never runs out
 * of them: then a worker that died could not be replaced, nor a class be loaded. What the limit
 * leaves beside the supervisor's own files and its workers' goes to connections.
 *
 * @param connections how many agencies are connected at once
 * @param webRequests how many HTTP requests at once, and as many streams
 * @param workersMax how many workers there can be
 */
record DescriptorShares(int connections, int webRequests, int workersMax) {
  private static final ActionLog LOG = new ActionLog(DescriptorShares.class);
  private static final Path PROCESS = Path.of("/proc/self");
  private static final Pattern MAX = Pattern.compile("(?m)^Max open files +(\\d+)");

  /** Jars that are opened later, listeners, the ledger's files, the JDK's own, and operators. */
  private static final int OF_THE_SUPERVISOR = 44;

  /** Its standard input and its link, and what starting its process takes for a moment. */
  private static final int OF_A_WORKER = 10;

  /** To the agency and to the worker, and a moment's connection to another worker. */
  private static final int OF_A_SESSION = 3;

  /** A request and a stream. */
  private static final int OF_A_WEB_SHARE = 2;

  /** Which part of what is left goes to HTTP, where not all can be had. */
  private static final int WEB_PART = 8;

  /**
   * What the system allows. Known on Linux only.
   *
   * @param max how many files may be open
   * @param open how many are before anything is started
   */
  record Limit(int max, int open) {
    /** Finds it out; null where that is not possible. */
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
   * Shares out what the system allows; warns where not all connections can be had.
   *
   * @param limit what it allows, or null where that is not known
   * @param web whether there is HTTP
   * @throws UsageException when no agency could be served at all
   */
  static DescriptorShares of(@Nullable Limit limit, int workers, int connections, boolean web)
      throws UsageException {
    if (limit == null) {
      return new DescriptorShares(connections, HttpServer.REQUESTS_MAX, Fleet.WORKERS_MAX);
    }
    int own = limit.open + OF_THE_SUPERVISOR + OF_A_WORKER * workers;
    int webLeast = web ? OF_A_WEB_SHARE : 0;
    long least = (long) own + webLeast + OF_A_SESSION;
    if (limit.max < least) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "%d files may be open at once, and at least %d must be for %d workers (ulimit -n)",
              limit.max,
              least,
              workers));
    }
    int left = limit.max - own;
    int webShare = web ? Math.clamp(left / WEB_PART, 1, HttpServer.REQUESTS_MAX) : 0;
    left -= webShare * OF_A_WEB_SHARE;
    int served = Math.min(connections, left / OF_A_SESSION);
    left -= served * OF_A_SESSION;
    var shares =
        new DescriptorShares(
            served, webShare, Math.min(Fleet.WORKERS_MAX, workers + left / OF_A_WORKER));
    if (served < connections) {
      LOG.warn(
          "open_files",
          "max",
          limit.max,
          "error",
          String.format(
              Locale.ROOT,
              "%d connections are taken at once, not %d: those would take %d (ulimit -n)",
              served,
              connections,
              limit.max - left + (long) OF_A_SESSION * (connections - served)));
    }
    return shares;
  }
}
