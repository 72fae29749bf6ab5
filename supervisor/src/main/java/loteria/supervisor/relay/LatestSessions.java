package loteria.supervisor.relay;

import java.util.HashMap;
import java.util.Map;

/**
 * One session at a time for each agency: the newest, for an agency that lost its connection may
 * come back before its old session has noticed. Safe for use by several threads.
 *
 * <p>The newest is the one whose connection was taken last: an older one can be welcomed later,
 * when its worker died before it did so. This only spares an older session the wait until it next
 * asks for something: that it stores nothing, the ledger sees to.
 *
 * <p>Of native sessions only: in the text dialect every message may come on a connection of its
 * own.
 */
final class LatestSessions {
  /** Guarded by this. */
  private final Map<Integer, RelaySession> latest = new HashMap<>();

  /** A session of this agency has been welcomed: the older one ends, which may be this one. */
  synchronized void opened(int agency, RelaySession session) {
    RelaySession other = latest.put(agency, session);
    if (other == null || other == session) {
      return;
    }
    boolean isNewer = session.epoch() > other.epoch();
    if (!isNewer) {
      latest.put(agency, other);
    }
    RelaySession older = isNewer ? other : session;
    Thread.ofVirtual().name("supersede").start(older::supersede);
  }

  synchronized void ended(int agency, RelaySession session) {
    latest.remove(agency, session);
  }
}
