package loteria.supervisor.status;

/** What can be seen of the server. Safe for use by several threads; never waits for anything. */
public interface Observed {
  /** The latest snapshot, at most half a second old. */
  Status status();

  /** The last five minutes. */
  History history();
}
