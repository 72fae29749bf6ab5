package loteria.supervisor.relay;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.codec.TextDialect;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.ErrorCode;

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

  /** A session has had its last reply: counts it if it refuses what is not the peer's. */
  void closed(Peer peer, Dialect dialect, ByteBuffer reply) {
    boolean isNotYours =
        peer.agency() != 0
            && (dialect == Dialect.NATIVE
                ? NativeDialect.codeOf(reply) == ErrorCode.NOT_YOURS
                : TextDialect.isNotYours(reply));
    if (isNotYours) {
      denied(peer, "the request is for another agency");
    }
  }

  /** How many there were since the start. */
  public long count() {
    return count.sum();
  }
}
