package loteria.supervisor.fleet;

import org.jspecify.annotations.Nullable;

/**
 * A change of the pool while it serves. It waits for nothing: it is looked at after whatever
 * happens, and does what can be done then. Used by the fleet's thread alone.
 */
sealed interface Change permits Scale, Reload {
  /** Takes the next step; null while the change is not over. */
  @Nullable ChangeOutcome advance();

  /** A number of workers, in words. */
  static String workers(int count) {
    return count == 1 ? "1 worker" : count + " workers";
  }
}
