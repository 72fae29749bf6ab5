package loteria.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import loteria.supervisor.status.Json;
import loteria.supervisor.status.Status;

/**
 * An operator of one server, who runs each command as a program to its end.
 *
 * @param flags of every command
 */
public record OperatorCli(Path folder, Path data, List<String> flags) {
  /** One who gives no flag but that of the data. */
  public OperatorCli(Path folder, Path data) {
    this(folder, data, List.of());
  }

  /**
   * The outcome of a command.
   *
   * @param code the program's exit code
   * @param lines that it printed
   */
  public record Output(int code, List<String> lines) {
    /** Waits for the end of a command. */
    static Output of(Program program) {
      return new Output(program.awaitExit(), program.lines());
    }

    @Override
    public String toString() {
      return "exit " + code + ":\n" + String.join("\n", lines);
    }
  }

  /** The operator of this server. */
  public static OperatorCli of(RunningServer server, Path folder) {
    return new OperatorCli(folder, server.folder().resolveSibling(""));
  }

  /** Runs a command. */
  public Output ask(String... words) {
    try (Program program = start(words)) {
      return Output.of(program);
    }
  }

  /** Starts a command. */
  Program start(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--data", data.toString()));
    arguments.addAll(flags);
    return Program.start(folder, "supervisor", arguments);
  }

  /** {@code status --json}. */
  public Status status(String... more) {
    Output output =
        ask(Stream.concat(Stream.of("status", "--json"), Stream.of(more)).toArray(String[]::new));
    if (output.code() != 0) {
      throw new AssertionError(output);
    }
    return Json.read(output.lines().getLast(), Status.class);
  }
}
