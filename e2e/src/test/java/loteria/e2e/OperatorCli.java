package loteria.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loteria.supervisor.status.Json;
import loteria.supervisor.status.Status;

/** An operator of one server: each command is a program, run to its end. */
public record OperatorCli(Path folder, Path data) {
  /**
   * What came of a command.
   *
   * @param code the program's exit code
   * @param lines what it printed
   */
  public record Told(int code, List<String> lines) {
    @Override
    public String toString() {
      return "exit " + code + ":\n" + String.join("\n", lines);
    }
  }

  /** Who asks this server. */
  public static OperatorCli of(RunningServer server, Path folder) {
    return new OperatorCli(folder, server.folder().resolveSibling(""));
  }

  /** Asks for something. */
  public Told ask(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--data", data.toString()));
    try (Program program = Program.start(folder, "supervisor", arguments)) {
      return new Told(program.awaitExit(), program.lines());
    }
  }

  /** {@code status --json}. */
  public Status status() {
    Told told = ask("status", "--json");
    if (told.code() != 0) {
      throw new AssertionError(told);
    }
    return Json.read(told.lines().getLast(), Status.class);
  }
}
