package loteria.supervisor.slot;

import java.util.List;
import loteria.ipc.runtime.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * How the process of a slot ended.
 *
 * @param cause why, for people
 * @param isInOrder whether it had been ordered to end, and did
 * @param hopeless the reason why the fleet cannot continue, null where another process may do
 *     better
 */
record WorkerExit(String cause, boolean isInOrder, @Nullable ExitCode hopeless) {
  /** What another process would not do better. */
  private static final List<ExitCode> NOT_RESTARTED =
      List.of(ExitCode.DISK_FAILED, ExitCode.LEDGER_DAMAGED, ExitCode.MOVED, ExitCode.USAGE);

  /**
   * @param state the slot's when the process ended
   * @param hasAnnounced whether the process had been ready
   * @param serves whether the slot has had a process that was ready, or is a candidate beside
   *     others: then settings that a process cannot use keep no other from serving
   */
  static WorkerExit of(int code, WorkerState state, boolean hasAnnounced, boolean serves) {
    return new WorkerExit(
        ExitCode.describe(code), isInOrder(code, state, hasAnnounced), hopeless(code, serves));
  }

  /** A JVM that still booted ends with any code. */
  private static boolean isInOrder(int code, WorkerState state, boolean hasAnnounced) {
    return switch (state) {
      case DRAINING -> code == 0;
      case STOPPING -> code == 0 || !hasAnnounced;
      case WAITING, STARTING, READY, KILLED, GIVEN_UP, RETIRED -> false;
    };
  }

  private static @Nullable ExitCode hopeless(int code, boolean serves) {
    for (ExitCode known : NOT_RESTARTED) {
      if (known.code() == code && !(known == ExitCode.USAGE && serves)) {
        return known;
      }
    }
    return null;
  }
}
