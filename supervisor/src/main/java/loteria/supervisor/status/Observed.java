package loteria.supervisor.status;

import org.jspecify.annotations.Nullable;

/** The observable state of the server. Safe for use by several threads; never blocks. */
public interface Observed {
  /** The latest snapshot, at most half a second old. */
  Status status();

  /** The last five minutes. */
  History history();

  /** Why no agency can be served, or null if one can: the present state, not the last sample. */
  @Nullable String notReady();
}
