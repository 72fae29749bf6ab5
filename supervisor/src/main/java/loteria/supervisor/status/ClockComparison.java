package loteria.supervisor.status;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Notices that this server's clock differs by more than a second from that of the brokers, which
 * all servers of a draw have in common, and when it does no more. Used by one thread.
 */
final class ClockComparison {
  private static final long DIFFERS_MILLIS = 1000;
  private static final long AGREES_MILLIS = 500;

  private boolean differs;

  /**
   * Looks at it.
   *
   * @param aheadMs by how many milliseconds it is ahead, at least; null where that is not known
   * @return what to report, or null
   */
  @Nullable String news(@Nullable Long aheadMs) {
    if (aheadMs == null) {
      return null;
    }
    long by = Math.abs(aheadMs);
    if (!differs && by > DIFFERS_MILLIS) {
      differs = true;
      return String.format(
          Locale.ROOT, "%d ms %s the brokers' clock", by, aheadMs > 0 ? "ahead of" : "behind");
    }
    if (differs && by < AGREES_MILLIS) {
      differs = false;
      return "agrees with the brokers' clock again";
    }
    return null;
  }
}
