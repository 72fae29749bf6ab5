package loteria.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import loteria.supervisor.status.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The information for operators is correct, and in time. */
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperatorSightTest {
  private static RunningServer suspended;
  private static OperatorCli operatorOfSuspended;
  private static Program statusOfSuspended;

  @TempDir Path folder;

  /** The command gives up after ten seconds, during which the other tests run. */
  @BeforeAll
  static void askASuspendedServer(@TempDir Path shared) {
    suspended = RunningServer.start(shared, 1, 1);
    Signals.stop(ProcessHandle.of(suspended.program().pid()).orElseThrow());
    operatorOfSuspended = OperatorCli.of(suspended, shared);
    statusOfSuspended = operatorOfSuspended.start("status");
  }

  @AfterAll
  static void endIt() {
    if (statusOfSuspended != null) {
      statusOfSuspended.close();
    }
    if (suspended != null) {
      suspended.close();
    }
  }

  @Test
  void everyWorkerIsShownReadyRightAfterTheServerIsReady() {
    for (int i = 0; i < 3; i++) {
      try (RunningServer server = RunningServer.start(folder, 2, 1)) {
        OperatorCli.Output output = OperatorCli.of(server, folder).ask("status");
        assertTrue(output.lines().getFirst().endsWith("2 of 2 workers ready"), output.toString());
      }
    }
  }

  /** It is the last only for the sake of time: see {@link #askASuspendedServer}. */
  @Test
  @Order(Integer.MAX_VALUE)
  void statusOfASuspendedServerFailsWithoutAWait() {
    OperatorCli.Output output = OperatorCli.Output.of(statusOfSuspended);
    Signals.resume(ProcessHandle.of(suspended.program().pid()).orElseThrow());
    assertEquals(1, output.code(), output.toString());
    assertEquals(1, output.lines().size(), output.toString());
    assertTrue(output.lines().getFirst().contains("it is stopped or hung"), output.toString());
    assertEquals(0, operatorOfSuspended.ask("status").code());
  }

  @Test
  void agencyClosedByAnOperatorIsShownAsClosed() throws IOException {
    Path file = Files.writeString(folder.resolve("bets.csv"), "Ana,Paz,1,1990-05-17,7574\n");
    try (RunningServer server = RunningServer.start(folder, 1, 2)) {
      assertEquals(0, OperatorCli.of(server, folder).ask("close", "2", "--yes").code());
      assertEquals(0, server.stop());
    }
    // Restarted once: another process must learn it from the ledger.
    try (RunningServer server = RunningServer.start(folder, 1, 2)) {
      var operator = OperatorCli.of(server, folder);
      await().until(() -> operator.status().agencies().getLast().closed());
      assertFalse(operator.status().agencies().getFirst().closed());
      assertTrue(
          operator
              .ask("status")
              .lines()
              .contains("     2     0        0       0  closed, away  -"));
      OperatorCli.Output again = operator.ask("close", "2", "--yes");
      assertTrue(again.lines().getLast().endsWith("agency 2 is closed already"), again.toString());
      try (Program agency =
          Program.start(
              folder,
              "agency",
              List.of(
                  "--id=2", "--server=localhost:" + server.port(), "--file", file.toString()))) {
        agency.awaitLine("apuestas_tarde \\| result: fail \\| cantidad: 1 \\| stored: 0 ");
        String text = new TextClient(server.port(), 2).bet(1, List.of("Ana,Paz,1,1990-05-17,7574"));
        assertTrue(text.endsWith("an operator closed agency 2: no more of it is taken"), text);
        assertEquals("WIN,00000000", new TextClient(server.port(), 1).fin());
        assertEquals(7, agency.awaitExit());
      }
    }
  }

  @Test
  void drainedIsShownAfterTheDrawToo() throws IOException {
    try (RunningServer server = RunningServer.start(folder, 1, 1)) {
      var operator = OperatorCli.of(server, folder);
      assertEquals("WIN,00000000", new TextClient(server.port(), 1).fin());
      await().until(() -> operator.status().phase() == Status.Phase.DRAWN);
      assertEquals(0, operator.ask("drain").code());
      await().until(() -> operator.status().intake() == Status.Intake.DRAINED);
      OperatorCli.Output output = operator.ask("status");
      assertTrue(
          output.lines().getFirst().startsWith("draw default: drawn, 0 winners, drained; "),
          output.toString());
    }
  }

  @Test
  void reloadedWorkerDoesNotCountAsCrashed() {
    try (RunningServer server = RunningServer.start(folder, 2, 1)) {
      var operator = OperatorCli.of(server, folder);
      assertEquals(0, operator.ask("reload").code());
      // The process that was replaced may still be ending.
      assertEquals(
          Set.of(0),
          operator.status().workers().stream()
              .map(Status.Worker::restarts)
              .collect(Collectors.toSet()));
    }
  }

  @Test
  void wrongCommandIsAnsweredWithTheCommandsAndTheHelp() {
    assertLine(
        "supervisor",
        "status, scale N, reload, drain, stop, close AGENCY, close-intake, draw NUMBER, open NAME,",
        "foo");
    assertLine("supervisor", "see --help", "scale", "-1");
    assertLine("agency", "the commands are generate and check, see --help", "foo");
    assertLine("agency", "generate needs --bets N: how many bets? See --help", "generate");
    assertLine("supervisor", "is given more than once: '1', '2'", "--port=1", "--port=2");
    assertLine("auditor", "FOLDER is missing: see --help");
    for (String name : List.of("supervisor", "agency", "auditor")) {
      try (Program help = Program.start(folder, name, List.of("help"))) {
        assertEquals(0, help.awaitExit());
        help.awaitLine("^" + name + " - ");
      }
    }
  }

  private void assertLine(String name, String part, String... arguments) {
    try (Program program = Program.start(folder, name, List.of(arguments))) {
      assertEquals(2, program.awaitExit());
      assertEquals(1, program.lines().size(), () -> String.join("\n", program.lines()));
      assertTrue(program.lines().getFirst().contains(part), () -> program.lines().getFirst());
    }
  }
}
