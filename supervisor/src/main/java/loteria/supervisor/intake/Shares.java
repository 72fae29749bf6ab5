package loteria.supervisor.intake;

import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections each of several peers has, and how many it may have. Safe for use by several
 * threads.
 *
 * @param <K> what tells the peers apart: an address, an agency's number
 */
final class Shares<K> {
  private final int max;
  private final ConcurrentHashMap<K, Integer> taken = new ConcurrentHashMap<>();

  /**
   * @param max how many connections a peer may have; 0 for any number
   */
  Shares(int max) {
    this.max = max;
  }

  /**
   * Counts one more; {@link #release} is to be called at its end, whatever this returns.
   *
   * @return whether the peer may have it
   */
  boolean take(K peer) {
    return max == 0 || taken.merge(peer, 1, Integer::sum) <= max;
  }

  /** Counts one less. */
  void release(K peer) {
    if (max != 0) {
      taken.computeIfPresent(peer, (_, count) -> count == 1 ? null : count - 1);
    }
  }
}
