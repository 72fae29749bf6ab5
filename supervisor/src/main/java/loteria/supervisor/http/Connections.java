package loteria.supervisor.http;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are open, and which one must go when there are too many. Safe for use by
 * several threads.
 *
 * <p>Requests and streams have a bound each. A request takes milliseconds, so the oldest one that
 * is still here is idle, or slow, or hostile: it makes room for a new one, and however many idle
 * connections there are, the next request is served. A stream is there to stay: one too many is
 * refused.
 */
final class Connections<C> {
  private final int requestsMax;
  private final int streamsMax;

  /** Oldest first; guarded by this, as is all below. */
  private final LinkedHashSet<C> requests = new LinkedHashSet<>();

  private final Set<C> streams = new LinkedHashSet<>();

  Connections(int requestsMax, int streamsMax) {
    this.requestsMax = requestsMax;
    this.streamsMax = streamsMax;
  }

  /**
   * Adds one that was accepted.
   *
   * @return the one that has to make room, no longer in here, or null
   */
  synchronized @Nullable C add(C connection) {
    C oldest = requests.size() < requestsMax ? null : requests.removeFirst();
    requests.add(connection);
    return oldest;
  }

  /** Counts one as a stream from now on; false when there are too many or it had to make room. */
  synchronized boolean becomesStream(C connection) {
    if (streams.size() >= streamsMax || !requests.remove(connection)) {
      return false;
    }
    return streams.add(connection);
  }

  /** Forgets one that has ended. */
  synchronized void remove(C connection) {
    requests.remove(connection);
    streams.remove(connection);
  }

  /** How many streams there are. */
  synchronized int streams() {
    return streams.size();
  }
}
