package loteria.supervisor.relay;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/**
 * Which sessions are read on while the server takes nothing more: those whose agency has finished.
 * What they can still ask for is how far the draw is, and their winners. Safe for use by several
 * threads.
 */
final class Draining {
  private final IntPredicate hasFinished;
  private final Set<RelaySession> sessions = ConcurrentHashMap.newKeySet();
  private volatile boolean begun;

  /**
   * @param hasFinished whether the agency of a number has
   */
  Draining(IntPredicate hasFinished) {
    this.hasFinished = hasFinished;
  }

  /** A session begins. */
  void joined(RelaySession session) {
    sessions.add(session);
  }

  /** A session has ended. */
  void left(RelaySession session) {
    sessions.remove(session);
  }

  /** From now on no further request is taken of sessions whose agency has not finished. */
  void begin() {
    begun = true;
    sessions.forEach(RelaySession::drain);
  }

  /** Whether it has begun. */
  boolean hasBegun() {
    return begun;
  }

  /** Whether no further request is taken of a session of this agency; 0 where it is not known. */
  boolean ends(int agency) {
    return begun && !(agency > 0 && hasFinished.test(agency));
  }
}
