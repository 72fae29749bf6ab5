package loteria.supervisor.status;

import loteria.ipc.logging.ActionLog;
import org.jspecify.annotations.Nullable;

/**
 * Reports that this server's clock differs by more than a second from that of the brokers, which
 * all servers of a draw have in common, and when it does no more. Used by one thread.
 */
final class ClockComparison {
  private static final ActionLog LOG = new ActionLog(ClockComparison.class);

  private static final long DIFFERS_MILLIS = 1000;
  private static final long AGREES_MILLIS = 500;

  private boolean differs;

  /**
   * Looks at it.
   *
   * @param aheadMs by how many milliseconds it is ahead, at least; null where that is not known
   */
  void look(@Nullable Long aheadMs) {
    if (aheadMs == null) {
      return;
    }
    long by = Math.abs(aheadMs);
    if (!differs && by > DIFFERS_MILLIS) {
      differs = true;
      String way = aheadMs > 0 ? "ahead of" : "behind";
      LOG.warn("clock", "error", "the clock is " + by + " ms " + way + " the brokers'");
    } else if (differs && by < AGREES_MILLIS) {
      differs = false;
      LOG.success("clock", "cause", "the clock agrees with the brokers' again");
    }
  }
}
