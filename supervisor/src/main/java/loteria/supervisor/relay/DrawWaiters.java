package loteria.supervisor.relay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The text sessions that wait for the draw. A client that gives up and comes again leaves its old
 * connection behind, and the draw may be hours away: so of each agency only the newest few wait,
 * and a newer one takes the place of the oldest. Safe for use by several threads.
 */
final class DrawWaiters {
  /** How many of an agency wait at a time. */
  static final int MAX = 4;

  private final BooleanSupplier isDrawn;

  /** Guarded by this. */
  private final Map<Integer, Deque<RelaySession>> byAgency = new HashMap<>();

  /**
   * @param isDrawn whether the draw has been made: nobody waits any more, but for the answer
   */
  DrawWaiters(BooleanSupplier isDrawn) {
    this.isDrawn = isDrawn;
  }

  /**
   * A session waits for the winners of an agency.
   *
   * @return the session whose place it takes, or null
   */
  synchronized @Nullable RelaySession waits(int agency, RelaySession session) {
    if (isDrawn.getAsBoolean()) {
      return null;
    }
    Deque<RelaySession> waiting = byAgency.computeIfAbsent(agency, _ -> new ArrayDeque<>());
    waiting.remove(session);
    waiting.addLast(session);
    return waiting.size() > MAX ? waiting.removeFirst() : null;
  }

  /** A session waits no more. */
  synchronized void ended(int agency, RelaySession session) {
    Deque<RelaySession> waiting = byAgency.get(agency);
    if (waiting != null && waiting.remove(session) && waiting.isEmpty()) {
      byAgency.remove(agency);
    }
  }
}
