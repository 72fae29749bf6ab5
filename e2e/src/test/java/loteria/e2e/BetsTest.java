package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import loteria.ipc.message.Reply;
import loteria.supervisor.status.Status;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An operator looks up a person's bets. */
@Timeout(240)
class BetsTest {
  private static final String DOCUMENT = "80554433x";

  private static final List<List<String>> BETS =
      List.of(
          List.of("Wenceslao", "Quiroga, hijo", DOCUMENT, "1911-02-03", "0012"),
          List.of(DOCUMENT, DOCUMENT, "1", "1911-02-03", "12"),
          List.of("Ana", "Paz," + DOCUMENT + ",1911-02-03,12", "2", "1911-02-03", "12"),
          List.of("Ana", "Paz", DOCUMENT + "1", "1911-02-03", "12"),
          List.of("Ana", "Paz", "80554433X", "1911-02-03", "12"),
          List.of("Wenceslao", "Quiroga, hijo", DOCUMENT, "1911-02-03", "13"));

  @TempDir Path folder;

  @Test
  void aPersonsBetsAreShownAndWhetherTheyWon() throws IOException {
    Instant begun = Instant.now();
    try (RunningServer server = RunningServer.start(folder, 2, 2, RunningServer.NO_NUMBER);
        NativeClient one = NativeClient.hello(server.port(), 1);
        NativeClient two = NativeClient.hello(server.port(), 2)) {
      OperatorCli operator = OperatorCli.of(server, folder);
      assertOutput(operator.ask("bets", "--document", DOCUMENT), "no bet with this document");
      assertEquals(new Reply.Ack(1, 6), one.ask(Bets.batch(1, 1, BETS, 0, 6)));
      assertEquals(new Reply.Ack(1, 1), two.ask(Bets.batch(2, 1, BETS, 5, 6)));
      OperatorCli.Output open = operator.ask("bets", "--document", DOCUMENT);
      assertEquals(0, open.code(), open::toString);
      assertEquals(5, open.lines().size(), open::toString);
      String row = "  Wenceslao   Quiroga, hijo  80554433x  1911-02-03    ";
      for (int i = 1; i <= 3; i++) {
        assertTrue(open.lines().get(i).endsWith("  not drawn"), open::toString);
        assertTrue(open.lines().get(i).contains(row), open::toString);
      }
      assertEquals("3 bets", open.lines().getLast());

      assertEquals(0, operator.ask("close-intake", "--yes").code());
      await(operator, Status.Phase.SEALED);
      assertEquals(0, operator.ask("draw", "12", "--yes").code());
      await(operator, Status.Phase.DRAWN);
      List<String> lines = operator.ask("bets", "--json", "--document", DOCUMENT).lines();
      assertEquals(4, lines.size(), lines::toString);
      assertJson(lines.get(0), begun, 1, "0012", "won");
      assertJson(lines.get(1), begun, 1, "13", "did not win");
      assertJson(lines.get(2), begun, 2, "13", "did not win");
      assertEquals("{\"bets\":3}", lines.get(3));
      assertEquals(lines, fromInput(DOCUMENT, server));
      assertOnRecord(operator.ask("events"));
      assertEquals(0, server.stop());
      assertEquals(List.of(), server.program().lines("8055443"));
      assertEquals(List.of(), server.program().lines("Wenceslao"));
    }
    assertFalse(Files.readString(folder.resolve("data/default/events.jsonl")).contains("8055443"));
    OperatorCli.Output gone =
        new OperatorCli(folder, folder.resolve("data")).ask("bets", "--document", DOCUMENT);
    assertEquals(1, gone.code(), gone::toString);
    assertTrue(gone.lines().getLast().contains("no server runs"), gone::toString);
  }

  @Test
  void aWrongDocumentIsAskedOfNobody() {
    var operator = new OperatorCli(folder, folder.resolve("data"));
    String needed = "supervisor: bets needs --document DOCUMENT; - reads it from standard input";
    assertRefused(needed, operator.ask("bets"));
    assertRefused(needed, operator.ask("bets", DOCUMENT));
    assertRefused(needed, operator.ask("bets", DOCUMENT, "--document", DOCUMENT));
    assertRefused(
        "supervisor: --document '30.123.456' is not 1 to 20 letters and digits",
        operator.ask("bets", "--document", "30.123.456"));
    assertRefused(
        "supervisor: --document '7 [2J' is not 1 to 20 letters and digits",
        operator.ask("bets", "--document", "7\u001b[2J"));
  }

  /** Every user of the machine can read the arguments of all processes. */
  @Test
  void noProcessOfTheServerHasTheDocumentAmongItsArguments() throws IOException {
    try (RunningServer server = RunningServer.start(folder, 1, 1);
        NativeClient client = NativeClient.hello(server.port(), 1)) {
      assertEquals(new Reply.Ack(1, 6), client.ask(Bets.batch(1, 1, BETS, 0, 6)));
      OperatorCli operator = OperatorCli.of(server, folder);
      Set<String> searches = new TreeSet<>();
      while (searches.isEmpty()) {
        try (Program looking = operator.start("bets", "--document", DOCUMENT)) {
          while (looking.isAlive()) {
            searches.addAll(searches(server));
          }
          assertEquals(0, looking.awaitExit());
        }
      }
      assertTrue(searches.stream().noneMatch(line -> line.contains("8055443")), searches::toString);
      assertEquals(Set.of(), searches(server), "a process is left");
    }
  }

  @Test
  void aDamagedLogIsReportedBehindWhatWasFound() throws IOException {
    try (RunningServer server = RunningServer.start(folder, 1, 2);
        NativeClient one = NativeClient.hello(server.port(), 1);
        NativeClient two = NativeClient.hello(server.port(), 2)) {
      assertEquals(new Reply.Ack(1, 1), one.ask(Bets.batch(1, 1, BETS, 0, 1)));
      assertEquals(new Reply.Ack(1, 1), two.ask(Bets.batch(2, 1, BETS, 5, 6)));
      assertEquals(new Reply.Ack(2, 1), two.ask(Bets.batch(2, 2, BETS, 5, 6)));
      Path segment = server.folder().resolve("log/" + "0".repeat(16));
      Damage.flip(segment, Damage.find(segment, "2,Wenceslao") + 4);
      OperatorCli operator = OperatorCli.of(server, folder);
      OperatorCli.Output output = operator.ask("bets", "--document", DOCUMENT);
      assertEquals(1, output.code(), output::toString);
      assertTrue(output.lines().get(1).endsWith("  not drawn"), output::toString);
      assertTrue(
          output
              .lines()
              .getLast()
              .startsWith("supervisor: the search ended early, behind 1 bet: log segment 0"),
          output::toString);
      List<String> events = operator.ask("events").lines();
      String event =
          "operator | result: fail | user: "
              + System.getProperty("user.name")
              + " | command: bets | bets: 1 | error: the search ended early";
      assertTrue(events.getLast().contains(event), events::toString);
      assertEquals(Set.of(), searches(server));
    }
  }

  /** As with `| head`, or with a client that is killed. */
  @Test
  void aSearchOfManyBetsEndsWithTheOperatorsCommand() throws IOException {
    List<List<String>> same = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      same.add(BETS.getFirst());
    }
    try (RunningServer server = RunningServer.start(folder, 1, 1);
        NativeClient client = NativeClient.hello(server.port(), 1)) {
      for (int id = 1; id <= 20; id++) {
        assertEquals(new Reply.Ack(id, 10_000), client.ask(Bets.batch(1, id, same, 0, 10_000)));
      }
      List<String> head =
          List.of("sh", "-c", "\"$0\" \"$@\" 2>err | head -n 3; sed 's/^/err: /' err");
      List<String> lines = bets(head, server).lines();
      assertEquals(4, lines.size(), lines::toString);
      assertEquals("err: supervisor: standard output cannot be written", lines.getLast());
      Awaitility.await("the end of the search")
          .atMost(Duration.ofSeconds(20))
          .until(() -> searches(server).isEmpty());
      OperatorCli operator = OperatorCli.of(server, folder);
      Awaitility.await("the record of the search")
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> operator.ask("events").lines().getLast().contains("error: the search ended"));
      List<String> all = operator.ask("bets", "--json", "--document", DOCUMENT).lines();
      assertEquals("{\"bets\":200000}", all.getLast());
      assertEquals(200_001, all.size());
    }
  }

  private List<String> fromInput(String document, RunningServer server) {
    return bets(List.of("sh", "-c", "echo " + document + " | \"$0\" \"$@\""), server).lines();
  }

  private OperatorCli.Output bets(List<String> launcher, RunningServer server) {
    String data = server.folder().resolveSibling("").toString();
    boolean isInput = launcher.getLast().startsWith("echo");
    List<String> arguments =
        List.of("bets", "--json", "--document", isInput ? "-" : DOCUMENT, "--data", data);
    try (Program program =
        Program.startUnder(launcher, folder, "supervisor", arguments, Map.of())) {
      return OperatorCli.Output.of(program);
    }
  }

  /** The command lines of processes of a server that look up bets. */
  private static Set<String> searches(RunningServer server) {
    return ProcessHandle.of(server.program().pid())
        .orElseThrow()
        .descendants()
        .map(BetsTest::commandLine)
        .filter(line -> line.contains("\0bets\0"))
        .collect(Collectors.toSet());
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return ""; // It has ended.
    }
  }

  private static void assertJson(
      String line, Instant begun, int agency, String number, String outcome) {
    String pattern =
        "\\{\"draw\":\"default\",\"agency\":"
            + agency
            + ",\"storedAt\":\"([^\"]+)\",\"firstName\":\"Wenceslao\","
            + "\"lastName\":\"Quiroga, hijo\",\"document\":\"80554433x\","
            + "\"birthDate\":\"1911-02-03\",\"number\":\""
            + number
            + "\",\"outcome\":\""
            + outcome
            + "\"}";
    assertTrue(line.matches(pattern), line);
    Instant storedAt = Instant.parse(line.replaceFirst(pattern, "$1"));
    assertTrue(
        storedAt.isAfter(begun.minusSeconds(1)) && storedAt.isBefore(Instant.now().plusSeconds(1)),
        line);
  }

  private static void assertOnRecord(OperatorCli.Output events) {
    String user = System.getProperty("user.name");
    for (String bets : List.of("0", "3")) {
      String event =
          "operator \\| result: success \\| user: " + user + " \\| command: bets \\| bets: " + bets;
      assertTrue(
          events.lines().stream().anyMatch(line -> line.matches("\\S+Z " + event)),
          () -> event + " in " + events);
    }
  }

  private static void assertOutput(OperatorCli.Output output, String... lines) {
    assertEquals(0, output.code(), output::toString);
    assertEquals(List.of(lines), output.lines());
  }

  private static void assertRefused(String why, OperatorCli.Output output) {
    assertEquals(2, output.code(), output::toString);
    assertEquals(List.of(why), output.lines());
  }

  private static void await(OperatorCli operator, Status.Phase phase) {
    Awaitility.await(phase.toString())
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> operator.status().phase() == phase);
  }
}
