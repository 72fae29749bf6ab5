package loteria.ipc.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import loteria.testkit.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real processes that share one pipe, as a supervisor and its workers do. */
@Timeout(60)
class SharedOutputTest {
  private static final Pattern LINE =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d INFO     action: line \\| result: success"
              + " \\| of: [ab] \\| number: \\d+ \\| x: x*\\.");

  @Test
  void linesOfTwoProcessesStayWholeAndNoneIsLost() throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\" a & \"$@\" b & wait", "sh"));
    command.addAll(ChildJvm.command(LoggingProgram.class));
    try (var both = ChildJvm.start(command)) {
      assertEquals(0, both.awaitExit());
      both.lines().forEach(line -> assertTrue(LINE.matcher(line).matches(), "not whole: " + line));
      assertEquals(2 * LoggingProgram.LINES, both.lines().size());
    }
  }
}
