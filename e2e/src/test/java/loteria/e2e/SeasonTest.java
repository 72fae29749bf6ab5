package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.supervisor.status.PastDraw;
import loteria.supervisor.status.Status;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Draws are held one after another by one server. */
@Timeout(240)
class SeasonTest {
  private static final long SEED = 52;
  private static final String[] OPTIONS = {RunningServer.NO_NUMBER};
  private static final List<List<String>> BETS = Bets.of(1, 40, 3, SEED);

  @TempDir Path folder;

  @Test
  void nextDrawTakesBetsAndTheEarlierOneGivesItsWinners() throws IOException {
    try (RunningServer server = RunningServer.start(folder, 2, 1, OPTIONS)) {
      OperatorCli operator = OperatorCli.of(server, folder);
      assertRefused(operator.ask("open", "second"), "draw default has not been made");
      String seal = hold(server, operator, "", 2, "7574");
      try (NativeClient waiting = NativeClient.hello(server.port(), 1)) {
        assertOpened(operator, "second");
        assertEquals(
            new Reply.Winners(Bets.documents(BETS, 3)), waiting.ask(new Request.Results(true)));
        assertEquals(
            List.of(new PastDraw("default", 40, seal, 7574, 3)), operator.status().earlier());
      }
      OperatorCli.Output events = operator.ask("events");
      assertTrue(
          events.lines().stream()
              .anyMatch(
                  line -> line.matches("\\S+Z worker_exit \\| .* \\| draw: default \\| cause.*")),
          events::toString);
      assertRefused(operator.ask("open", "default"), "there is a draw default already");
      assertRefused(operator.ask("status", "--draw", "nowhere"), "no server runs");
      try (NativeClient late = connected(server, "default")) {
        assertEquals(
            new Reply.Winners(Bets.documents(BETS, 3)), late.ask(new Request.Results(false)));
        assertEquals(new Reply.Ack(2, 20), late.ask(batch(2)), "it is stored there");
        assertFails(ErrorCode.DRAWN, late.ask(batch(3)));
      }
      String secondSeal = hold(server, operator, "second", 1, "12");
      assertOpened(operator, "third");
      try (NativeClient client = NativeClient.connect(server.port())) {
        assertFails(ErrorCode.UNKNOWN_DRAW, client.ask(new Request.Hello(1, "default")));
      }
      OperatorCli.Output bets = operator.ask("bets", "--document", "10000001");
      assertEquals("2 bets", bets.lines().getLast(), bets::toString);
      assertEquals(
          List.of("default 1 won", "second 1 did not win"),
          bets.lines().subList(1, 3).stream()
              .map(line -> line.replaceAll("^(\\S+ +\\S+).* {2}(\\S.*)$", "$1 $2"))
              .map(line -> line.replaceAll(" +", " "))
              .toList(),
          bets::toString);
      OperatorCli.Output ofSecond =
          operator.ask("bets", "--document", "10000001", "--draw", "second");
      assertEquals("1 bet", ofSecond.lines().getLast(), ofSecond::toString);
      assertRefused(operator.ask("close-intake", "--draw", "second", "--yes"), "not the current");
      assertEquals(0, operator.ask("close-intake", "--draw", "third", "--yes").code());
      OperatorCli.Output draws = operator.ask("draws");
      assertEquals(
          List.of("default drawn 40 7574 3 " + seal, "second drawn 20 0012 0 " + secondSeal),
          draws.lines().subList(1, 3).stream().map(line -> line.replaceAll(" +", " ")).toList());
      assertEquals(0, server.stop());
    }
    assertProved("default");
    assertProved("second");
  }

  @Test
  void restartContinuesWithTheCurrentDraw() throws IOException {
    String seal;
    try (RunningServer server = RunningServer.start(folder, 2, 1, OPTIONS)) {
      OperatorCli operator = OperatorCli.of(server, folder);
      hold(server, operator, "", 2, "7574");
      assertOpened(operator, "second", "--closes-at", "2086-12-24T21:00:00-03:00");
      try (NativeClient client = NativeClient.hello(server.port(), 1)) {
        assertEquals(new Reply.Ack(1, 20), client.ask(batch(1)));
      }
      server.kill();
    }
    // By any of its names.
    String[] byName = {RunningServer.NO_NUMBER, "--draw", "second"};
    try (RunningServer server = RunningServer.start(folder, 2, 1, byName)) {
      OperatorCli operator = OperatorCli.of(server, folder);
      Status status = operator.status();
      assertEquals("second", status.draw());
      assertEquals("2086-12-25T00:00:00Z", Objects.requireNonNull(status.closesAt()).toString());
      try (NativeClient late = connected(server, "default")) {
        assertEquals(
            new Reply.Winners(Bets.documents(BETS, 3)), late.ask(new Request.Results(true)));
      }
      try (NativeClient client = NativeClient.connect(server.port())) {
        var welcome = assertInstanceOf(Reply.Welcome.class, client.ask(new Request.Hello(1, "")));
        assertEquals(1, welcome.lastBatch());
      }
      // An earlier draw's folder may be put away; the server continues.
      Files.move(folder.resolve("data/default"), folder.resolve("put away"));
      server.program().awaitLine("action: draw_closed \\| result: .* \\| draw: default");
      seal = hold(server, operator, "", 2, "7574");
      assertEquals(0, server.stop());
    }
    try (RunningServer server = RunningServer.start(folder, 2, 1, OPTIONS)) {
      OperatorCli operator = OperatorCli.of(server, folder);
      server.program().awaitLine("draw: default \\| error: its winners cannot be asked for");
      await(operator, Status.Phase.DRAWN);
      assertOpened(operator, "third");
      assertEquals(
          List.of("default", "second"),
          operator.status().earlier().stream().map(PastDraw::name).toList());
      assertEquals(seal, operator.status().earlier().getLast().seal());
      assertEquals(0, server.stop());
    }
    assertProved("second");
  }

  @Test
  void startWithoutTheCurrentDrawsFolderMakesNoOther() throws IOException {
    try (RunningServer server = RunningServer.start(folder, 2, 1, OPTIONS)) {
      OperatorCli operator = OperatorCli.of(server, folder);
      hold(server, operator, "", 2, "7574");
      assertOpened(operator, "second");
      assertEquals(0, server.stop());
    }
    Path current = folder.resolve("data/second");
    Files.move(current, folder.resolve("put away by mistake"));
    try (Program program =
        Program.start(
            folder,
            "supervisor",
            List.of(
                "--port", "0", "--data", folder.resolve("data").toString(), "--agencies", "1"))) {
      assertEquals(13, program.awaitExit());
      assertFalse(
          program.lines("draw second, the current one, is not there: put it back").isEmpty());
    }
    assertTrue(Files.notExists(current));
    Path list = folder.resolve("data/default+draws.csv");
    String whole = Files.readString(list);
    Files.writeString(list, whole.substring(0, whole.lastIndexOf('\n', whole.length() - 2) + 1));
    OperatorCli.Output cut = new OperatorCli(folder, folder.resolve("data")).ask("draws");
    assertEquals(13, cut.code(), cut::toString);
    Files.writeString(list, whole);
    Files.move(folder.resolve("put away by mistake"), current);
    String[] closing = {RunningServer.NO_NUMBER, "--closes-at", "2086-12-24T21:00:00Z"};
    try (RunningServer server = RunningServer.start(folder, 2, 1, closing)) {
      assertEquals(1, server.program().lines("--closes-at is that of the first draw").size());
      assertEquals("second", OperatorCli.of(server, folder).status().draw());
      assertEquals(0, server.stop());
    }
  }

  /** A draw that cannot be opened leaves the current one as it is. */
  @Test
  void drawThatCannotBeOpenedChangesNothing() throws IOException {
    try (RunningServer server = RunningServer.start(folder, 2, 1, OPTIONS)) {
      OperatorCli operator = OperatorCli.of(server, folder);
      hold(server, operator, "", 2, "7574");
      Files.writeString(folder.resolve("data/taken"), "no folder");
      assertRefused(operator.ask("open", "taken"), "taken' is no folder");
      assertRefused(
          operator.ask("open", "late", "--closes-at", "2020-01-01T00:00:00Z"), "has passed");
      try (RunningServer other =
              RunningServer.start(folder, 1, 1, RunningServer.NO_NUMBER, "--draw", "other");
          NativeClient client = NativeClient.hello(other.port(), 1)) {
        assertEquals(new Reply.Ack(1, 20), client.ask(batch(1)));
        assertRefused(operator.ask("open", "other"), "there was a draw other already");
        assertEquals(0, other.stop());
      }
      assertRefused(operator.ask("open", "other"), "there was a draw other already");
      OperatorCli.Output bad = operator.ask("open", "../outside");
      assertEquals(2, bad.code(), bad::toString);
      assertTrue(Files.notExists(folder.resolve("data/default+draws.csv")));
      assertEquals("default", operator.status().draw());
      Awaitility.await("two workers again")
          .atMost(Duration.ofSeconds(30))
          .until(() -> operator.status().workers().size() == 2);
      Files.delete(folder.resolve("data/taken"));
      assertOpened(operator, "taken");
      assertEquals(0, server.stop());
    }
  }

  /** What is kept of a draw is one worker and its files, and nothing of those before. */
  @Test
  void manyDrawsTakeNoMoreThanFew() throws IOException {
    try (RunningServer server = RunningServer.start(folder, 2, 1, OPTIONS)) {
      OperatorCli operator = OperatorCli.of(server, folder);
      long descriptors = 0;
      long threads = 0;
      for (int i = 1; i <= 6; i++) {
        hold(server, operator, "", 1, "7574");
        assertOpened(operator, "draw-" + i);
        if (i == 3) {
          descriptors = entries(server, "fd");
          threads = entries(server, "task");
        }
      }
      long most = descriptors + 4;
      Awaitility.await("descriptors as before")
          .atMost(Duration.ofSeconds(30))
          .until(() -> entries(server, "fd") <= most);
      long mostThreads = threads + 4;
      Awaitility.await("threads as before")
          .atMost(Duration.ofSeconds(60))
          .until(() -> entries(server, "task") <= mostThreads);
      // Two workers, and one of the draw before.
      Awaitility.await("processes")
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> ProcessHandle.of(server.program().pid()).orElseThrow().children().count() == 3);
      assertEquals(0, server.stop());
    }
  }

  private static long entries(RunningServer server, String what) throws IOException {
    Path of = Path.of("/proc", Long.toString(server.program().pid()), what);
    try (Stream<Path> entries = Files.list(of)) {
      return entries.count();
    }
  }

  /** Stores batches of an agency that is alone, and has a number drawn; the seal. */
  private static String hold(
      RunningServer server, OperatorCli operator, String draw, int batches, String number)
      throws IOException {
    try (NativeClient client = connected(server, draw)) {
      for (int id = 1; id <= batches; id++) {
        assertEquals(new Reply.Ack(id, 20), client.ask(batch(id)));
      }
      assertInstanceOf(
          Reply.Finished.class, client.ask(Bets.finish(1, batches, BETS, 20 * batches)));
    }
    String seal = Objects.requireNonNull(await(operator, Status.Phase.SEALED).seal());
    OperatorCli.Output drawn = operator.ask("draw", number, "--yes");
    assertEquals(0, drawn.code(), drawn::toString);
    await(operator, Status.Phase.DRAWN);
    return seal;
  }

  private static NativeClient connected(RunningServer server, String draw) throws IOException {
    NativeClient client = NativeClient.connect(server.port());
    assertInstanceOf(Reply.Welcome.class, client.ask(new Request.Hello(1, draw)));
    return client;
  }

  private static Request.Batch batch(int id) {
    return id > 2
        ? Bets.batch(1, id, BETS, 0, 20)
        : Bets.batch(1, id, BETS, 20 * (id - 1), 20 * id);
  }

  private static void assertOpened(OperatorCli operator, String name, String... more) {
    String[] words = Stream.concat(Stream.of("open", name), Stream.of(more)).toArray(String[]::new);
    OperatorCli.Output opened = operator.ask(words);
    assertEquals(0, opened.code(), opened::toString);
    assertEquals(name, operator.status().draw());
  }

  private static void assertRefused(OperatorCli.Output output, String why) {
    assertEquals(1, output.code(), output::toString);
    assertTrue(output.lines().getLast().contains(why), output::toString);
  }

  private static void assertFails(ErrorCode code, @Nullable Reply reply) {
    assertEquals(code, assertInstanceOf(Reply.Failure.class, reply).code(), String.valueOf(reply));
  }

  private void assertProved(String draw) throws IOException {
    Path data = folder.resolve("data");
    List<String> seals =
        Files.readAllLines(data.resolve("default+draws.csv")).stream()
            .filter(line -> line.startsWith(draw + ","))
            .map(line -> line.split(",", -1)[3])
            .toList();
    Proof.of(folder, data, draw, seals.getFirst());
  }

  private static Status await(OperatorCli operator, Status.Phase phase) {
    return Awaitility.await(phase.toString())
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(operator::status, status -> status.phase() == phase);
  }
}
