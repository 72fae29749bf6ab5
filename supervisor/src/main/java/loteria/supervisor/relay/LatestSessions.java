package loteria.supervisor.relay;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One session at a time for each agency: the newest, for an agency that lost its connection may
 * come back before its old session has noticed. Safe for use by several threads.
 *
 * <p>Of native sessions only: in the text dialect every message may come on a connection of its
 * own.
 */
final class LatestSessions {
  private final Map<Integer, RelaySession> latest = new ConcurrentHashMap<>();

  /** A session of this agency has been welcomed: an older one ends. */
  void opened(int agency, RelaySession session) {
    RelaySession before = latest.put(agency, session);
    if (before != null && before != session) {
      Thread.ofVirtual().name("supersede").start(before::supersede);
    }
  }

  void ended(int agency, RelaySession session) {
    latest.remove(agency, session);
  }
}
