package loteria.agency.submit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The HELLOs of this program that got no WELCOME. Pure. Used by one thread.
 *
 * <p>A server that stood still may carry out such a HELLO late, after another server's WELCOME.
 * Then that session, whose connection is gone, is the agency's newest, and the one in use gets
 * SUPERSEDED although no other program sends for this agency. So once for each such HELLO, and not
 * long after it, a SUPERSEDED by another server is a reason to say HELLO again. One server alone
 * cannot do this: there the later connection is the newer session.
 */
final class UnansweredHellos {
  /** From the request, whose reply is awaited for up to half a minute. */
  private static final Duration LATE_MAX = Duration.ofMinutes(1);

  private final LongSupplier nanoClock;

  /** By address as text: Java would make the code that hashes a record as the program runs. */
  private final Map<String, Long> sentAt = new HashMap<>();

  /**
   * @param nanoClock as {@link System#nanoTime}
   */
  UnansweredHellos(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** HELLO goes out to a server. */
  void sent(ServerAddress server) {
    sentAt.put(server.toString(), nanoClock.getAsLong());
  }

  /** The last one that went out to this server got WELCOME. */
  void welcomed(ServerAddress server) {
    sentAt.remove(server.toString());
  }

  /** Whether one of them may be why this server says SUPERSEDED; that one no longer counts. */
  boolean explainSuperseded(ServerAddress by) {
    long now = nanoClock.getAsLong();
    sentAt.values().removeIf(at -> now - at > LATE_MAX.toNanos());
    for (String server : sentAt.keySet()) {
      if (!server.equals(by.toString())) {
        sentAt.remove(server);
        return true;
      }
    }
    return false;
  }
}
