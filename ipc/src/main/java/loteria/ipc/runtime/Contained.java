package loteria.ipc.runtime;

import java.util.Arrays;
import java.util.stream.Collectors;
import loteria.ipc.logging.ActionLog;

/**
 * A runner of tasks that may fail without harm to others, such as one session: a failure is logged,
 * and the thread continues. Any other thread that fails ends the process; see {@link Shutdown}.
 */
public final class Contained {
  private static final ActionLog LOG = new ActionLog(Contained.class);
  private static final int FRAMES_MAX = 12;

  private Contained() {}

  /**
   * Runs a task; returns when it has ended or failed.
   *
   * @param action the action in the failure's log line
   * @throws VirtualMachineError if the JVM cannot continue, above all for lack of memory
   * @throws LinkageError if a class cannot be loaded: every later use of it would fail too, for as
   *     long as the process lives
   */
  public static void run(String action, Runnable task) {
    try {
      task.run();
    } catch (StackOverflowError e) {
      LOG.fail(action, "error", text(e));
    } catch (VirtualMachineError | LinkageError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      LOG.fail(action, "error", text(e));
    }
  }

  /** A defect in one line: what, why, and where. */
  static String text(Throwable failure) {
    var text = new StringBuilder(failure.toString());
    if (failure.getCause() != null) {
      text.append(", because of ").append(failure.getCause());
    }
    return text.append(
            Arrays.stream(failure.getStackTrace())
                .limit(FRAMES_MAX)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(", ", " at ", "")))
        .toString();
  }
}
