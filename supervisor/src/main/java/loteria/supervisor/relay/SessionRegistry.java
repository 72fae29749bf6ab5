package loteria.supervisor.relay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;

/**
 * The sessions that are served, and which of them must end for others or for an operator. Safe for
 * use by several threads; a session is ended on a thread of its own, without a lock.
 *
 * <ul>
 *   <li><b>The newest session of an agency wins</b>, for an agency that lost its connection may
 *       come back before its old session has noticed. The newest is the one whose connection was
 *       taken last: an older one can be welcomed later, when its worker died before it did so. This
 *       only spares an older session the wait until it next asks for something: that it stores
 *       nothing, the ledger sees to. Of native sessions only: in the text dialect every message may
 *       come on a connection of its own.
 *   <li><b>Few text sessions of an agency wait for the draw.</b> A client that gives up and comes
 *       again leaves its old connection behind, and the draw may be hours away: so the newest few
 *       wait, and a newer one takes the place of the oldest.
 *   <li><b>After a drain only the sessions of agencies that have finished are read on.</b> What
 *       they can still ask for is how far the draw is, and their winners.
 * </ul>
 */
final class SessionRegistry {
  /** How many text sessions of an agency wait for the draw at a time. */
  static final int WAITING_MAX = 4;

  private final IntPredicate hasFinished;
  private final BooleanSupplier isDrawn;

  private final Set<Member> members = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  /** By agency. Guarded by this. */
  private final Map<Integer, Member> latest = new HashMap<>();

  /** By agency, the oldest first. Guarded by this. */
  private final Map<Integer, Deque<Member>> waiting = new HashMap<>();

  /** A session. {@link #epoch} must not block; the others are called without a lock. */
  interface Member {
    /** Which session it is: the later its connection was taken, the higher. */
    long epoch();

    /** A newer session of the agency has been welcomed. */
    void supersede();

    /** Enough newer sessions of the agency wait for the draw. */
    void replace();

    /** No further request is taken, unless its agency has finished. */
    void drain();

    /** No worker will be ready any more: it ends once the one that it has is gone. */
    void poolClosed();
  }

  /**
   * @param hasFinished whether the agency of a number has
   * @param isDrawn whether the draw has been made: nobody waits any more, but for the answer
   */
  SessionRegistry(IntPredicate hasFinished, BooleanSupplier isDrawn) {
    this.hasFinished = hasFinished;
    this.isDrawn = isDrawn;
  }

  /** A session begins. */
  void joined(Member session) {
    members.add(session);
  }

  /** A session of this agency has been welcomed: the older one ends, which may be this one. */
  synchronized void opened(int agency, Member session) {
    Member other = latest.put(agency, session);
    if (other == null || other.equals(session)) {
      return;
    }
    boolean isNewer = session.epoch() > other.epoch();
    if (!isNewer) {
      latest.put(agency, other);
    }
    Member older = isNewer ? other : session;
    Thread.ofVirtual().name("supersede").start(older::supersede);
  }

  /**
   * A text session waits for the winners of an agency: it may take the place of an older one.
   *
   * @param before the agency that it waited for until now, 0 for none
   */
  synchronized void waits(int before, int agency, Member session) {
    forget(before, session);
    if (isDrawn.getAsBoolean()) {
      return;
    }
    Deque<Member> ofAgency = waiting.computeIfAbsent(agency, _ -> new ArrayDeque<>());
    ofAgency.addLast(session);
    if (ofAgency.size() > WAITING_MAX) {
      Thread.ofVirtual().name("supersede").start(ofAgency.removeFirst()::replace);
    }
  }

  /** From now on no further request is taken of sessions whose agency has not finished. */
  void drain() {
    draining = true;
    members.forEach(Member::drain);
  }

  /** No worker will be ready any more. */
  void poolClosed() {
    members.forEach(Member::poolClosed);
  }

  /** Whether a drain has begun. */
  boolean isDraining() {
    return draining;
  }

  /** Whether no further request is taken of a session of this agency; 0 where it is not known. */
  boolean isDrained(int agency) {
    return draining && !(agency > 0 && hasFinished.test(agency));
  }

  /** A session that opened for one agency and waited for another, 0 for none, has ended. */
  void left(int agency, int waitedFor, Member session) {
    members.remove(session);
    synchronized (this) {
      latest.remove(agency, session);
      forget(waitedFor, session);
    }
  }

  /** A session does not wait for this agency any more. */
  private void forget(int agency, Member session) {
    Deque<Member> ofAgency = waiting.get(agency);
    if (ofAgency != null && ofAgency.remove(session) && ofAgency.isEmpty()) {
      waiting.remove(agency);
    }
  }
}
