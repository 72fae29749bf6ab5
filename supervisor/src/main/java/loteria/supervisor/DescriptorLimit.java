package loteria.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loteria.ipc.log.ActionLog;
import loteria.ipc.process.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * How many files this process may have open: with too few, workers cannot be started, nor agencies
 * be accepted, and each failure would look like another one. Known on Linux only.
 *
 * @param max how many may be open
 * @param open how many are before anything is started
 */
record DescriptorLimit(int max, int open) {
  private static final ActionLog LOG = new ActionLog(DescriptorLimit.class);
  private static final Path PROCESS = Path.of("/proc/self");
  private static final Pattern MAX = Pattern.compile("(?m)^Max open files +(\\d+)");

  /** Jars that are opened later, listeners, the JDK's own, and what starting a process takes. */
  private static final int OF_THE_SUPERVISOR = 28;

  /** Its standard input and its link; a session has one to the agency and one to the worker. */
  private static final int OF_A_WORKER = 2;

  private static final int OF_A_SESSION = 2;

  /** Finds it out; null where that is not possible. */
  static @Nullable DescriptorLimit now() {
    try (Stream<Path> open = Files.list(PROCESS.resolve("fd"))) {
      Matcher max = MAX.matcher(Files.readString(PROCESS.resolve("limits")));
      return max.find() ? new DescriptorLimit(number(max.group(1)), (int) open.count()) : null;
    } catch (IOException e) {
      LOG.detail("open_files", "error", e);
      return null;
    }
  }

  /**
   * Warns where not all connections can be had.
   *
   * @throws UsageException when no agency could be served at all
   */
  void check(int workers, int connections) throws UsageException {
    long least = leastFor(workers);
    if (max < least) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "%d files may be open at once, and at least %d must be for %d workers (ulimit -n)",
              max,
              least,
              workers));
    }
    long all = least + (long) OF_A_SESSION * (connections - 1);
    if (max < all) {
      LOG.warn(
          "open_files",
          "max",
          max,
          "error",
          String.format(
              Locale.ROOT, "all %d connections would take %d (ulimit -n)", connections, all));
    }
  }

  /** What one session needs to be served. */
  private int leastFor(int workers) {
    return open + OF_THE_SUPERVISOR + OF_A_WORKER * workers + OF_A_SESSION;
  }

  private static int number(String digits) {
    return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }
}
