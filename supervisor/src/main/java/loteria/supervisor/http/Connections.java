package loteria.supervisor.http;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The open connections, with a bound for requests and one for streams. Safe for use by several
 * threads.
 *
 * <p>A request takes milliseconds, so the oldest one that is still open is idle, slow or hostile:
 * it makes room for a new one, and the next request is served however many idle connections there
 * are. A stream is meant to stay: one too many is refused.
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
   * Adds an accepted connection.
   *
   * @return the one that has to make room, no longer in here, or null
   */
  synchronized @Nullable C add(C connection) {
    C oldest = requests.size() < requestsMax ? null : requests.removeFirst();
    requests.add(connection);
    return oldest;
  }

  /**
   * Counts a connection as a stream from now on; false if there are too many streams or it had to
   * make room.
   */
  synchronized boolean becomesStream(C connection) {
    if (streams.size() >= streamsMax || !requests.remove(connection)) {
      return false;
    }
    return streams.add(connection);
  }

  /** Removes a connection that has ended. */
  synchronized void remove(C connection) {
    requests.remove(connection);
    streams.remove(connection);
  }

  /** How many streams there are. */
  synchronized int streams() {
    return streams.size();
  }
}
