package loteria.supervisor.access;

import java.net.InetAddress;
import java.time.Duration;
import loteria.ipc.logging.ActionLog;

/**
 * Reports wrong tokens, at most every ten seconds: outsiders must not fill the log. Safe for use by
 * several threads.
 */
final class WrongTriesLog {
  private static final ActionLog LOG = new ActionLog(WrongTriesLog.class);
  private static final Duration REPORT_EVERY = Duration.ofSeconds(10);

  /** Tries since the last report; guarded by this, as is all below. */
  private int count;

  private boolean hasReported;
  private long reportedNanos;

  /** Counts a try that was wrong or refused. */
  synchronized void wrong(InetAddress from, long nowNanos) {
    count++;
    if (!hasReported || nowNanos - reportedNanos >= REPORT_EVERY.toNanos()) {
      LOG.warn("http_token", "error", "wrong token", "from", from.getHostAddress(), "tries", count);
      hasReported = true;
      reportedNanos = nowNanos;
      count = 0;
    }
  }
}
