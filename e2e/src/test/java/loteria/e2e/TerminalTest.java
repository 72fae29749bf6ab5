package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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

  @Test
  void onANarrowTerminalEveryDrawingFits() throws Exception {
    ShellCommand.assumeThereIs("script");
    for (int columns : new int[] {30, 5}) {
      Path own = Files.createDirectory(folder.resolve("of-" + columns));
      try (RunningServer server = RunningServer.start(own, 1, 1);
          Program agency =
              Program.startUnder(
                  List.of(
                      "sh",
                      "-c",
                      "exec script -qefc \"stty cols " + columns + "; exec $*\" /dev/null",
                      "sh"),
                  own,
                  "agency",
                  arguments(server, AgencyRun.file(own, 1, Bets.of(1, 2000, 0, 7))),
                  Map.of("TERM", "xterm"))) {
        assertEquals(0, agency.awaitExit(), () -> String.join("\n", agency.lines()));
        List<String> drawn = drawn(agency);
        assertTrue(drawn.getLast().startsWith("100%".substring(0, Math.min(4, columns - 1))));
        assertEquals(List.of(), drawn.stream().filter(text -> text.length() >= columns).toList());
      }
    }
  }

  @Test
  void onADumbTerminalThereIsNoBar() throws Exception {
    ShellCommand.assumeThereIs("script");
    try (RunningServer server = RunningServer.start(folder, 1, 1);
        Program agency =
            Program.startUnder(
                ON_A_TERMINAL,
                folder,
                "agency",
                arguments(server, AgencyRun.file(folder, 1, Bets.of(1, 2000, 0, 7))),
                Map.of("TERM", "dumb"))) {
      assertEquals(0, agency.awaitExit(), () -> String.join("\n", agency.lines()));
      assertEquals(List.of(), agency.lines("\u001b"));
      agency.awaitLine("action: consulta_ganadores");
    }
  }

  /** What each drawing of the bar shows: they are between what clears the line and what returns. */
  private static List<String> drawn(Program agency) {
    return Pattern.compile("\u001b\\[K\u001b\\[\\?7l([^\u001b]*)\u001b\\[\\?7h")
        .matcher(String.join("\n", agency.lines()))
        .results()
        .map(drawing -> drawing.group(1))
        .toList();
  }

  private Program onATerminal(RunningServer server, Path file) {
    return Program.startUnder(
        ON_A_TERMINAL, folder, "agency", arguments(server, file), Map.of("TERM", "xterm"));
  }

  private static List<String> arguments(RunningServer server, Path file) {
    return List.of("--id=1", "--server=localhost:" + server.port(), "--file=" + file);
  }

  private static void finish(RunningServer server, int agency) throws Exception {
    try (NativeClient client = NativeClient.hello(server.port(), agency)) {
      assertEquals(new Reply.Finished(3 - agency), client.ask(new Request.Finish(0, 0, 0)));
    }
  }
}
