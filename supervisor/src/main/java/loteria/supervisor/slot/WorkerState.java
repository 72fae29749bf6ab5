package loteria.supervisor.slot;

import java.util.Locale;

/** What the worker of a slot is doing. */
public enum WorkerState {
  /** Has no process; one is due. */
  WAITING,
  /** Its process has not said that it is ready. */
  STARTING,
  /** Its process serves. */
  READY,
  /** Its process finishes what it has in hand. */
  DRAINING,
  /** Its process has been ordered to end. */
  STOPPING,
  /** Its process has been killed. */
  KILLED,
  /** It died too often and is left alone. */
  GIVEN_UP,
  /** It is no longer wanted, and has no process. */
  RETIRED;

  /** Whether there is a process. */
  boolean hasProcess() {
    return switch (this) {
      case STARTING, READY, DRAINING, STOPPING, KILLED -> true;
      case WAITING, GIVEN_UP, RETIRED -> false;
    };
  }

  /** The state's name in JSON, in the metrics and on the terminal: {@code given_up}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
