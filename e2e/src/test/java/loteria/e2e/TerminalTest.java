package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agency on a terminal, which `script` provides. */
@Timeout(120)
class TerminalTest {
  private static final List<String> ON_A_TERMINAL =
      List.of("sh", "-c", "exec script -qefc \"$*\" /dev/null", "sh");

  @TempDir Path folder;

  @Test
  void itShowsWhoFinishesWhileWorkersDieAndPrintsItsWinners() throws Exception {
    ShellCommand.assumeThereIs("script");
    List<List<String>> bets = Bets.of(1, 2000, 2, 7);
    try (RunningServer server = RunningServer.start(folder, 2, 3);
        Program agency = onATerminal(server, AgencyRun.file(folder, 1, bets))) {
      agency.awaitLine("100% \\[=+] 2,000 stored, 1 of 3 agencies has finished");
      finish(server, 2);
      agency.awaitLine("100% \\[=+] 2,000 stored, 2 of 3 agencies have finished");
      server.workers().values().forEach(ProcessHandle::destroyForcibly);
      server.awaitReady(4);
      finish(server, 3);

      assertEquals(0, agency.awaitExit(), () -> String.join("\n", agency.lines()));
      agency.awaitLine("100% \\[=+] 2,000 stored, 3 of 3 agencies have finished");
      assertEquals(
          Bets.documents(bets, 2),
          agency.lines("winner: ").stream().map(line -> line.substring(8)).toList());
      assertEquals(List.of(), agency.lines(" WARN "));
    }
  }

  private Program onATerminal(RunningServer server, Path file) {
    List<String> arguments =
        List.of("--id=1", "--server=localhost:" + server.port(), "--file=" + file);
    return Program.startUnder(ON_A_TERMINAL, folder, "agency", arguments, Map.of());
  }

  private static void finish(RunningServer server, int agency) throws Exception {
    try (NativeClient client = NativeClient.hello(server.port(), agency)) {
      assertEquals(new Reply.Finished(3 - agency), client.ask(new Request.Finish(0, 0, 0)));
    }
  }
}
