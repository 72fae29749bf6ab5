package loteria.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import loteria.ipc.row.AgencyId;
import loteria.supervisor.fleet.Fleet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class CommandHelpTest {
  private static final List<String> COMMANDS =
      List.of(
          "status",
          "scale",
          "reload",
          "drain",
          "stop",
          "close",
          "close-intake",
          "draw",
          "open",
          "draws",
          "events",
          "bets",
          "verify",
          "export");

  @Test
  void everyCommandHasAPageThatFitsATerminalAndSaysItsExitCodes() {
    for (String command : COMMANDS) {
      String page = page(command);
      assertTrue(page.startsWith("supervisor " + command + " - "), page);
      assertTrue(page.contains("\nSYNOPSIS\n  supervisor " + command), page);
      for (String phrase :
          List.of("\nOPTIONS\n", "  --data DIR", "  --help", "\nEXIT STATUS\n", "  0 ", "  2 ")) {
        assertTrue(page.contains(phrase), phrase + " in\n" + page);
      }
      assertEquals(List.of(), page.lines().filter(line -> line.length() > 80).toList());
    }
    assertTrue(page("certificates").startsWith("supervisor certificates - "));
    assertNull(CommandHelp.of("dance"));
  }

  @Test
  void aNumberHasItsRange() {
    assertTrue(page("scale").contains("1 to " + Fleet.WORKERS_MAX));
    assertTrue(page("close").contains("1 to " + AgencyId.MAX));
  }

  @Test
  void whatIsACommandsOwnIsOnItsPageAlone() {
    for (String command : COMMANDS) {
      assertEquals(
          List.of("status", "draws", "events", "bets").contains(command),
          page(command).contains("--json"),
          command);
      assertEquals(
          List.of("close", "close-intake", "draw").contains(command),
          page(command).contains("--yes"),
          command);
      assertEquals(command.equals("export"), page(command).contains("  12  "), command);
    }
  }

  @Test
  void theGeneralHelpSaysWhatEndsWith1AndWhereDefaultsComeFrom() {
    String help = SupervisorSettings.help();
    for (String command : COMMANDS) {
      assertTrue(help.contains("\n  " + command), command);
    }
    assertTrue(help.contains("\n  certificates\n"), help);
    assertTrue(help.replaceAll("\\s+", " ").contains("or a command was refused, or"), help);
    assertTrue(help.contains("from now on, 1 to " + Fleet.WORKERS_MAX), help);
    assertTrue(help.replaceAll("\\s+", " ").contains("as many as this machine has processors"));
    assertTrue(help.replaceAll("\\s+", " ").contains("half of this machine's processors"));
  }

  private static String page(String command) {
    return Objects.requireNonNull(CommandHelp.of(command), command);
  }
}
