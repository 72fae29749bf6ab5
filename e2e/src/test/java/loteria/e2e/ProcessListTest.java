package loteria.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every user of the machine can read of a server's processes. */
@Timeout(120)
class ProcessListTest {
  private static final String NUMBER = Integer.toString(Bets.WINNING_NUMBER);

  /** Nothing listens there: the process that is to reach the log waits. */
  private static final List<String> UNREACHABLE =
      List.of("--ledger", "kafka", "--kafka", "127.0.0.1:1", "--commit-timeout", "60s");

  @TempDir Path folder;

  @Test
  void theNumberIsNotAmongTheArgumentsOfTheProcessThatBeginsARun() throws IOException {
    assertNumberIsHidden("begin", List.of("--port", "0", "--data", folder + "/data"));
  }

  @Test
  void theNumberIsNotAmongTheArgumentsOfTheProcessThatImports() throws IOException {
    try (RunningServer server = RunningServer.start(folder, 1, 1)) {
      server.stop();
    }
    assertNumberIsHidden(
        "import",
        List.of("import", folder + "/data/default", "--agencies", "1", "--data", folder + "/to"));
  }

  private void assertNumberIsHidden(String command, List<String> arguments) throws IOException {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(UNREACHABLE);
    try (Program supervisor = Program.start(folder, "supervisor", all)) {
      ProcessHandle child = awaitChild(supervisor, command);
      assertFalse(proc(child, "cmdline").contains(NUMBER), () -> "" + child.info().commandLine());
      assertTrue(
          proc(child, "environ").contains("\0LOTERIA_WINNING_NUMBER=" + NUMBER + "\0"),
          "the process must get the number");
    }
  }

  private static ProcessHandle awaitChild(Program supervisor, String command) {
    ProcessHandle parent = ProcessHandle.of(supervisor.pid()).orElseThrow();
    return await(command)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () ->
                parent
                    .descendants()
                    .filter(child -> proc(child, "cmdline").contains("\0" + command + "\0"))
                    .findFirst(),
            found -> found.isPresent())
        .orElseThrow();
  }

  /** Empty once the process has ended. */
  private static String proc(ProcessHandle process, String file) {
    try {
      Path path = Path.of("/proc", Long.toString(process.pid()), file);
      return "\0" + Files.readString(path, StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return "";
    }
  }
}
