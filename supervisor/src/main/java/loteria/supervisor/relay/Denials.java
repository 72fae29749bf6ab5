package loteria.supervisor.relay;

import java.util.concurrent.atomic.LongAdder;
import loteria.ipc.logging.ActionLog;

/**
 * The peers that were refused because of their certificates, and the requests that were refused
 * because they were for another agency. Safe for use by several threads.
 */
public final class Denials {
  private static final ActionLog LOG = new ActionLog(Denials.class);

  private final LongAdder count = new LongAdder();

  /** Logs and counts one. */
  public void denied(Peer peer, String why) {
    count.increment();
    LOG.warn(
        "certificate_refused",
        "ip",
        peer.ip(),
        "agency",
        peer.agency(),
        "serial",
        peer.serial(),
        "error",
        why);
  }

  /** How many there were since the start. */
  public long count() {
    return count.sum();
  }
}
