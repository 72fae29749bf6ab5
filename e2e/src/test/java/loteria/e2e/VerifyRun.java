package loteria.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of {@code supervisor verify}.
 *
 * @param code its exit code
 * @param lines that it printed
 */
public record VerifyRun(int code, List<String> lines) {
  /** Verifies the default draw. */
  public static VerifyRun of(Path folder, Path data, String... more) {
    List<String> arguments = new ArrayList<>(List.of("verify", "--data", data.toString()));
    arguments.addAll(List.of(more));
    try (Program program = Program.start(folder, "supervisor", arguments)) {
      return new VerifyRun(program.awaitExit(), program.lines());
    }
  }

  /** The lines that begin with a text. */
  List<String> lines(String beginning) {
    return lines.stream().filter(line -> line.startsWith(beginning)).toList();
  }

  @Override
  public String toString() {
    return "exit " + code + ":\n" + String.join("\n", lines);
  }
}
