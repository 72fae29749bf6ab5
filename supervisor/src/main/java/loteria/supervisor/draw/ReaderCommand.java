package loteria.supervisor.draw;

import java.util.ArrayList;
import java.util.List;
import loteria.ipc.settings.WorkerArguments;

/**
 * The command of a worker's JVM that reads a large log, with all of Java's compilers: workers do
 * without the second one, to be ready early.
 */
public final class ReaderCommand {
  /** Overrides what workers' options say before it. */
  private static final String ALL_COMPILERS = "-XX:TieredStopAtLevel=4";

  private ReaderCommand() {}

  /**
   * The command.
   *
   * @param worker starts a worker's JVM
   * @param arguments what it is to do
   */
  public static List<String> of(List<String> worker, WorkerArguments arguments) {
    List<String> command = new ArrayList<>(worker);
    command.add(command.indexOf("--module-path"), ALL_COMPILERS);
    command.addAll(arguments.words());
    return command;
  }
}
