package loteria.supervisor.slot;

import java.util.List;

/** The life of a slot as a table: in this state, on this event, do that. Pure. */
final class LifeCycle {
  /** What a slot is doing. */
  enum State {
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
  }

  /** What can happen to a slot. */
  enum Event {
    /** The time to launch has come. */
    LAUNCH_DUE,
    /** The process said that it is ready. */
    ANNOUNCED,
    /** What the state waits for did not come in time. */
    TIMED_OUT,
    /** The process ended, and another is wanted. */
    EXITED,
    /** The process ended, and no other is wanted. */
    EXITED_FOR_GOOD,
    /** The process ended once too often. */
    EXITED_TOO_OFTEN,
    /** The slot is no longer wanted. */
    UNWANTED
  }

  /** What to do about it. */
  enum Action {
    LAUNCH,
    /** Give it sessions. */
    ADMIT,
    /** Give it no more sessions. */
    WITHDRAW,
    SEND_DRAIN,
    DUMP_THREADS,
    TERMINATE,
    KILL,
    PLAN_RESTART,
    REPORT_GIVEN_UP
  }

  /**
   * What follows.
   *
   * @param state the slot's next
   * @param actions to carry out, in order
   */
  record Step(State state, List<Action> actions) {}

  private LifeCycle() {}

  /** What follows when this happens in this state. */
  static Step next(State state, Event event) {
    return switch (state) {
      case WAITING -> waiting(event);
      case STARTING -> starting(event);
      case READY -> ready(event);
      case DRAINING -> draining(event);
      case STOPPING -> stopping(event);
      case KILLED -> killed(event);
      case GIVEN_UP -> event == Event.UNWANTED ? step(State.RETIRED) : step(State.GIVEN_UP);
      case RETIRED -> step(State.RETIRED);
    };
  }

  private static Step waiting(Event event) {
    return switch (event) {
      case LAUNCH_DUE -> step(State.STARTING, Action.LAUNCH);
      case UNWANTED -> step(State.RETIRED);
      case ANNOUNCED, TIMED_OUT, EXITED, EXITED_FOR_GOOD, EXITED_TOO_OFTEN -> step(State.WAITING);
    };
  }

  private static Step starting(Event event) {
    return switch (event) {
      case ANNOUNCED -> step(State.READY, Action.ADMIT);
      case TIMED_OUT -> step(State.KILLED, Action.DUMP_THREADS, Action.KILL);
      case UNWANTED -> step(State.STOPPING, Action.TERMINATE);
      case EXITED, EXITED_FOR_GOOD, EXITED_TOO_OFTEN -> exited(event);
      case LAUNCH_DUE -> step(State.STARTING);
    };
  }

  private static Step ready(Event event) {
    return switch (event) {
      case TIMED_OUT ->
          step(State.STOPPING, Action.WITHDRAW, Action.DUMP_THREADS, Action.TERMINATE);
      case UNWANTED -> step(State.DRAINING, Action.WITHDRAW, Action.SEND_DRAIN);
      case EXITED -> step(State.WAITING, Action.WITHDRAW, Action.PLAN_RESTART);
      case EXITED_FOR_GOOD -> step(State.RETIRED, Action.WITHDRAW);
      case EXITED_TOO_OFTEN -> step(State.GIVEN_UP, Action.WITHDRAW, Action.REPORT_GIVEN_UP);
      case ANNOUNCED, LAUNCH_DUE -> step(State.READY);
    };
  }

  private static Step draining(Event event) {
    return switch (event) {
      case TIMED_OUT -> step(State.STOPPING, Action.DUMP_THREADS, Action.TERMINATE);
      case EXITED, EXITED_FOR_GOOD, EXITED_TOO_OFTEN -> exited(event);
      case ANNOUNCED, UNWANTED, LAUNCH_DUE -> step(State.DRAINING);
    };
  }

  private static Step stopping(Event event) {
    return switch (event) {
      case TIMED_OUT -> step(State.KILLED, Action.KILL);
      case EXITED, EXITED_FOR_GOOD, EXITED_TOO_OFTEN -> exited(event);
      case ANNOUNCED, UNWANTED, LAUNCH_DUE -> step(State.STOPPING);
    };
  }

  private static Step killed(Event event) {
    return switch (event) {
      case EXITED, EXITED_FOR_GOOD, EXITED_TOO_OFTEN -> exited(event);
      case ANNOUNCED, UNWANTED, LAUNCH_DUE, TIMED_OUT -> step(State.KILLED);
    };
  }

  private static Step exited(Event event) {
    return switch (event) {
      case EXITED -> step(State.WAITING, Action.PLAN_RESTART);
      case EXITED_TOO_OFTEN -> step(State.GIVEN_UP, Action.REPORT_GIVEN_UP);
      case EXITED_FOR_GOOD, LAUNCH_DUE, ANNOUNCED, TIMED_OUT, UNWANTED -> step(State.RETIRED);
    };
  }

  private static Step step(State state, Action... actions) {
    return new Step(state, List.of(actions));
  }
}
