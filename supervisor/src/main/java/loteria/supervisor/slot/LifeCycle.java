package loteria.supervisor.slot;

import java.util.List;

/** The life of a slot as a table: in this state, on this event, do that. Pure. */
final class LifeCycle {
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
  record Step(WorkerState state, List<Action> actions) {}

  private LifeCycle() {}

  /** What follows when this happens in this state. */
  static Step next(WorkerState state, Event event) {
    return switch (state) {
      case WAITING -> waiting(event);
      case STARTING -> starting(event);
      case READY -> ready(event);
      case DRAINING -> draining(event);
      case STOPPING -> stopping(event);
      case KILLED -> killed(event);
      case GIVEN_UP ->
          event == Event.UNWANTED ? step(WorkerState.RETIRED) : step(WorkerState.GIVEN_UP);
      case RETIRED -> step(WorkerState.RETIRED);
    };
  }

  private static Step waiting(Event event) {
    return switch (event) {
      case LAUNCH_DUE -> step(WorkerState.STARTING, Action.LAUNCH);
      case UNWANTED -> step(WorkerState.RETIRED);
      case ANNOUNCED, TIMED_OUT, EXITED, EXITED_FOR_GOOD, EXITED_TOO_OFTEN ->
          step(WorkerState.WAITING);
    };
  }

  private static Step starting(Event event) {
    return switch (event) {
      case ANNOUNCED -> step(WorkerState.READY, Action.ADMIT);
      case TIMED_OUT -> step(WorkerState.KILLED, Action.DUMP_THREADS, Action.KILL);
      case UNWANTED -> step(WorkerState.STOPPING, Action.TERMINATE);
      case EXITED, EXITED_FOR_GOOD, EXITED_TOO_OFTEN -> exited(event);
      case LAUNCH_DUE -> step(WorkerState.STARTING);
    };
  }

  private static Step ready(Event event) {
    return switch (event) {
      case TIMED_OUT ->
          step(WorkerState.STOPPING, Action.WITHDRAW, Action.DUMP_THREADS, Action.TERMINATE);
      case UNWANTED -> step(WorkerState.DRAINING, Action.WITHDRAW, Action.SEND_DRAIN);
      case EXITED -> step(WorkerState.WAITING, Action.WITHDRAW, Action.PLAN_RESTART);
      case EXITED_FOR_GOOD -> step(WorkerState.RETIRED, Action.WITHDRAW);
      case EXITED_TOO_OFTEN -> step(WorkerState.GIVEN_UP, Action.WITHDRAW, Action.REPORT_GIVEN_UP);
      case ANNOUNCED, LAUNCH_DUE -> step(WorkerState.READY);
    };
  }

  private static Step draining(Event event) {
    return switch (event) {
      case TIMED_OUT -> step(WorkerState.STOPPING, Action.DUMP_THREADS, Action.TERMINATE);
      case EXITED, EXITED_FOR_GOOD, EXITED_TOO_OFTEN -> exited(event);
      case ANNOUNCED, UNWANTED, LAUNCH_DUE -> step(WorkerState.DRAINING);
    };
  }

  private static Step stopping(Event event) {
    return switch (event) {
      case TIMED_OUT -> step(WorkerState.KILLED, Action.KILL);
      case EXITED, EXITED_FOR_GOOD, EXITED_TOO_OFTEN -> exited(event);
      case ANNOUNCED, UNWANTED, LAUNCH_DUE -> step(WorkerState.STOPPING);
    };
  }

  private static Step killed(Event event) {
    return switch (event) {
      case EXITED, EXITED_FOR_GOOD, EXITED_TOO_OFTEN -> exited(event);
      case ANNOUNCED, UNWANTED, LAUNCH_DUE, TIMED_OUT -> step(WorkerState.KILLED);
    };
  }

  private static Step exited(Event event) {
    return switch (event) {
      case EXITED -> step(WorkerState.WAITING, Action.PLAN_RESTART);
      case EXITED_TOO_OFTEN -> step(WorkerState.GIVEN_UP, Action.REPORT_GIVEN_UP);
      case EXITED_FOR_GOOD, LAUNCH_DUE, ANNOUNCED, TIMED_OUT, UNWANTED -> step(WorkerState.RETIRED);
    };
  }

  private static Step step(WorkerState state, Action... actions) {
    return new Step(state, List.of(actions));
  }
}
