package loteria.supervisor.status;

import org.jspecify.annotations.Nullable;

/** What can be seen of the server. Safe for use by several threads; never waits for anything. */
public interface Observed {
  /** The latest snapshot, at most half a second old. */
  Status status();

  /** The last five minutes. */
  History history();

  /** Why no agency can be served, or null when one can: as it is now, not as it was seen last. */
  @Nullable String notReady();
}
