package loteria.worker.session;

import loteria.ipc.codec.SessionStart;
import loteria.ipc.row.AgencyId;
import org.jspecify.annotations.Nullable;

/** How far a native session has come. */
sealed interface SessionState {
  /** Nobody has said who this is. */
  record Arrived() implements SessionState {
    @Override
    public @Nullable AgencyId agency() {
      return null;
    }
  }

  /** An agency is sending. */
  record Sending(AgencyId agency) implements SessionState {}

  /**
   * A batch of the agency has been refused: until it comes again, those behind it are held back,
   * for they would leave a gap.
   */
  record HeldBack(AgencyId agency, long refused) implements SessionState {}

  /**
   * Where a session stands when this worker gets it: at its beginning, or where another left it.
   */
  static SessionState of(SessionStart start) {
    if (start.agency() == 0) {
      return new Arrived();
    }
    var agency = new AgencyId(start.agency());
    return start.refused() == 0 ? new Sending(agency) : new HeldBack(agency, start.refused());
  }

  /** Whose session this is; null where that is not known. */
  @Nullable AgencyId agency();

  /** The stage once a good batch has come; an earlier one that comes again lets nothing go. */
  default SessionState afterGood(AgencyId agency, long batch) {
    return this instanceof HeldBack(AgencyId _, long refused) && batch < refused
        ? this
        : new Sending(agency);
  }

  /** Whether a batch must wait for a refused one to come again. */
  default boolean holdsBack(long batch) {
    return this instanceof HeldBack(AgencyId _, long refused) && batch > refused;
  }
}
