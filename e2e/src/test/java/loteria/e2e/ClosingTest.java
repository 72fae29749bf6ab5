package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.Sha256;
import loteria.supervisor.status.Status;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A draw as a lottery holds it: closed, sealed, drawn, proved. */
@Timeout(240)
class ClosingTest {
  private static final long SEED = 41;
  private static final int NUMBER = 7574;
  private static final List<List<String>> BETS = Bets.of(1, 40, 3, SEED);

  @TempDir Path folder;

  @Test
  void lateBetsAreClosedOutAndTheRestIsSealedDrawnAndProved() throws IOException {
    List<List<String>> others = Bets.of(2, 30_000, 2, SEED);
    Path file = AgencyRun.file(folder, 2, others);
    String seal;
    try (RunningServer server = start();
        NativeClient client = NativeClient.hello(server.port(), 1);
        AgencyRun agency = AgencyRun.start(folder, server, 2, file)) {
      OperatorCli operator = OperatorCli.of(server, folder);
      assertEquals(new Reply.Ack(1, 20), client.ask(batch(1)));
      server.program().awaitLine("agency_finished \\| result: success \\| agency: 2");
      assertRefused(operator.ask("draw", "7574", "--yes"), "the intake is open");
      assertRefused(operator.ask("close-intake"), "nothing is changed");
      OperatorCli.Output closing = operator.ask("close-intake", "--yes");
      assertEquals(0, closing.code(), closing::toString);
      assertEquals(new Reply.Ack(1, 20), client.ask(batch(1)));
      assertClosed(client.ask(batch(2)));
      assertClosed(textReply(server));
      Status sealed = await(operator, Status.Phase.SEALED);
      seal = Objects.requireNonNull(sealed.seal());
      assertNull(sealed.winningNumber());
      assertEquals(
          List.of(), server.program().lines(Integer.toString(NUMBER)), "a number before the draw");
      assertEquals(
          seal, Sha256.of(Files.readAllBytes(server.folder().resolve("seal.csv"))).toString());
      try (NativeClient again = NativeClient.connect(server.port())) {
        var welcome = assertInstanceOf(Reply.Welcome.class, again.ask(new Request.Hello(1, "")));
        assertEquals(Reply.State.CLOSED, welcome.state());
        assertEquals(1, welcome.lastBatch());
        assertEquals(
            new Reply.Sealed(Bytes.of(Sha256.parse(seal).value())), again.ask(new Request.Seal()));
        assertEquals(new Reply.Pending(0, 2), again.ask(new Request.Results(false)));
        again.send(new Request.Results(true));
        assertRefused(operator.ask("draw", "7574"), "nothing is changed");
        OperatorCli.Output drawn = operator.ask("draw", "7574", "--yes");
        assertEquals(0, drawn.code(), drawn::toString);
        assertEquals(new Reply.Winners(Bets.documents(BETS, 3)), again.receive());
      }
      assertEquals(Bets.documents(others, 2), agency.winners());
      assertRefused(operator.ask("draw", "1", "--yes"), "drawn already");
      assertEquals(NUMBER, await(operator, Status.Phase.DRAWN).winningNumber());
      assertEvents(operator.ask("events"));
      assertEquals(0, server.stop());
    }
    Path data = folder.resolve("data");
    VerifyRun proof = VerifyRun.of(folder, data, "--seal", seal);
    assertEquals(0, proof.code(), proof::toString);
    assertEquals(List.of("seal      " + seal), proof.lines("seal"));
    assertEquals(0, audit(data, seal).code());
    OperatorCli.Output check =
        run("agency", "check", "--receipt", file + ".receipt", "--seal", sealFile(data));
    assertEquals(0, check.code(), check::toString);
  }

  private static void assertEvents(OperatorCli.Output events) {
    String user = System.getProperty("user.name");
    for (String event :
        List.of(
            "operator \\| result: success \\| user: " + user + " \\| command: close-intake",
            "intake_closed \\| result: success \\| missing: 1",
            "seal \\| result: success \\| agencies: 2 \\| sha256: [0-9a-f]{64} .*",
            "operator \\| result: success \\| user: " + user + " \\| command: draw 7574",
            "sorteo \\| result: success \\| cant_ganadores: 5")) {
      assertTrue(
          events.lines().stream().anyMatch(line -> line.matches("\\S+Z " + event)),
          () -> event + " in " + events);
    }
  }

  /** Any bit of what was sealed. */
  @Test
  void aChangedByteOfAnySealedFileIsFoundAndNamed() throws IOException {
    String seal;
    try (RunningServer server = start();
        NativeClient client = NativeClient.hello(server.port(), 1)) {
      OperatorCli operator = OperatorCli.of(server, folder);
      assertEquals(new Reply.Ack(1, 20), client.ask(batch(1)));
      assertEquals(0, operator.ask("close-intake", "--yes").code());
      seal = Objects.requireNonNull(await(operator, Status.Phase.SEALED).seal());
      assertEquals(0, operator.ask("draw", "7574", "--yes").code());
      await(operator, Status.Phase.DRAWN);
      assertEquals(0, server.stop());
    }
    Path data = folder.resolve("data");
    Path draw = data.resolve("default");
    assertEquals(0, VerifyRun.of(folder, data, "--seal", seal).code());
    String other = seal.replace(seal.charAt(0), seal.charAt(0) == '0' ? '1' : '0');
    assertFound(data, other, "not " + other);
    Path log = draw.resolve("log/" + "0".repeat(16));
    assertChangeIsFound(data, seal, draw.resolve("seal.csv"), 30, "seal.csv");
    assertChangeIsFound(data, seal, draw.resolve("bets.csv"), 100, "bets.csv");
    assertChangeIsFound(data, seal, draw.resolve("winners.csv"), 5, "winners.csv");
    assertChangeIsFound(data, seal, draw.resolve("winners.csv"), 1, "winners.csv cannot be read");
    assertChangeIsFound(
        data, seal, log, Damage.find(log, BETS.getFirst().get(2)), "batch 1 of agency 1");
  }

  private void assertChangeIsFound(Path data, String seal, Path file, long at, String named)
      throws IOException {
    Damage.flip(file, at);
    assertFound(data, seal, named);
    OperatorCli.Output audit = audit(data, seal);
    assertTrue(audit.code() == 1 || audit.code() == 2, audit::toString);
    Damage.flip(file, at);
    VerifyRun repaired = VerifyRun.of(folder, data, "--seal", seal);
    assertEquals(0, repaired.code(), repaired::toString);
  }

  private void assertFound(Path data, String seal, String named) {
    VerifyRun run = VerifyRun.of(folder, data, "--seal", seal);
    assertEquals(1, run.code(), run::toString);
    assertTrue(run.lines("problem").stream().anyMatch(line -> line.contains(named)), run::toString);
  }

  @Test
  void aDrawContinuesAtEachStepWhereItsServerWasKilled() throws IOException {
    try (RunningServer server = start();
        NativeClient client = NativeClient.hello(server.port(), 1)) {
      assertEquals(new Reply.Ack(1, 20), client.ask(batch(1)));
      assertEquals(0, OperatorCli.of(server, folder).ask("close-intake", "--yes").code());
      server.kill();
    }
    String seal;
    try (RunningServer server = start();
        NativeClient client = NativeClient.hello(server.port(), 1)) {
      assertClosed(client.ask(batch(2)));
      OperatorCli operator = OperatorCli.of(server, folder);
      seal = Objects.requireNonNull(await(operator, Status.Phase.SEALED).seal());
      server.kill();
    }
    Files.delete(folder.resolve("data/default/seal.csv"));
    try (RunningServer server = start()) {
      OperatorCli operator = OperatorCli.of(server, folder);
      assertEquals(seal, await(operator, Status.Phase.SEALED).seal());
      assertEquals(0, operator.ask("draw", "12", "--yes").code());
      server.kill();
    }
    try (RunningServer server = RunningServer.start(folder, 2, 2)) {
      OperatorCli operator = OperatorCli.of(server, folder);
      Status drawn = await(operator, Status.Phase.DRAWN);
      assertEquals(12, drawn.winningNumber(), "that of the setting does not count any more");
      assertEquals(seal, drawn.seal());
      assertEquals(0, server.stop());
    }
    VerifyRun proof = VerifyRun.of(folder, folder.resolve("data"), "--seal", seal);
    assertEquals(0, proof.code(), proof::toString);
  }

  /**
   * What was acknowledged is sealed, and nothing else, whichever process looks at the clock first.
   */
  @Test
  void theIntakeClosesByItselfAtItsTime() throws IOException {
    Instant closesAt = Instant.now().plusSeconds(12).truncatedTo(ChronoUnit.SECONDS);
    String[] options = {RunningServer.NO_NUMBER, "--closes-at", closesAt.toString()};
    List<List<String>> bets = Bets.of(1, 40_000, 3, SEED);
    int stored = 0;
    try (RunningServer server = RunningServer.start(folder, 2, 2, options);
        NativeClient client = NativeClient.hello(server.port(), 1)) {
      Reply reply = client.ask(Bets.batch(1, 1, bets, 0, 1));
      while (reply instanceof Reply.Ack) {
        stored++;
        assertTrue(stored < bets.size(), "it does not close");
        assertTrue(
            Instant.now().isBefore(closesAt.plusSeconds(30)), "it takes bets after its time");
        reply = client.ask(Bets.batch(1, stored + 1, bets, stored, stored + 1));
      }
      assertClosed(reply);
      assertTrue(!Instant.now().isBefore(closesAt), "too early");
      await(OperatorCli.of(server, folder), Status.Phase.SEALED);
      assertEquals(0, server.stop());
    }
    byte[] rows = Bets.rows(1, bets.subList(0, stored));
    assertEquals(
        "agency,batches,bets,sha256\n1,%d,%d,%s\n".formatted(stored, stored, Sha256.of(rows)),
        Files.readString(folder.resolve("data/default/seal.csv"), StandardCharsets.US_ASCII));
    try (RunningServer server = RunningServer.start(folder, 2, 2, options);
        NativeClient client = NativeClient.hello(server.port(), 2)) {
      assertClosed(client.ask(Bets.batch(2, 1, BETS, 0, 1)));
    }
  }

  /**
   * Of more than 64 MiB the digests are computed by processes that have all of Java's compilers.
   */
  @Test
  void aLargeLogIsSealedByProcesses() throws IOException {
    OperatorCli.Output generated =
        run(
            "agency",
            "generate",
            "--bets",
            "1600000",
            "--file",
            folder.resolve("1.csv").toString());
    assertEquals(0, generated.code(), generated::toString);
    String seal;
    try (RunningServer server = RunningServer.start(folder, 2, 1, RunningServer.NO_NUMBER);
        AgencyRun agency =
            AgencyRun.start(
                folder, server, 1, folder.resolve("1.csv"), "--batch-bytes", "1000000")) {
      OperatorCli operator = OperatorCli.of(server, folder);
      seal = Objects.requireNonNull(await(operator, Status.Phase.SEALED).seal());
      assertTrue(agency.program().isAlive(), "it waits for the draw");
      assertEquals(List.of(), server.program().lines("digests were not computed"));
      assertEquals(0, operator.ask("draw", "7574", "--yes").code());
      assertEquals(0, agency.program().awaitExit());
      assertEquals(0, server.stop());
    }
    assertTrue(Files.size(folder.resolve("data/default/bets.csv")) > 64 << 20);
    OperatorCli.Output audit = audit(folder.resolve("data"), seal);
    assertEquals(0, audit.code(), audit::toString);
  }

  @Test
  void aNewDrawIsNotClosedBeforeItBegins() {
    try (Program program =
        Program.start(
            folder, "supervisor", List.of("--port", "0", "--closes-at", "2020-01-01T00:00:00Z"))) {
      assertEquals(2, program.awaitExit());
      assertEquals(1, program.lines("--closes-at '2020-01-01T00:00:00Z' has passed").size());
    }
    assertTrue(Files.notExists(folder.resolve("data")));
  }

  private RunningServer start() {
    return RunningServer.start(folder, 2, 2, RunningServer.NO_NUMBER);
  }

  private static Request.Batch batch(int id) {
    return Bets.batch(1, id, BETS, 20 * (id - 1), 20 * id);
  }

  private static Reply textReply(RunningServer server) throws IOException {
    String reply =
        new TextClient(server.port(), 1).bet(9, List.of("Ana,Paz,30123456,1990-05-17,7574"));
    return reply.contains("CLOSED: ")
        ? new Reply.Failure(ErrorCode.CLOSED, reply)
        : new Reply.Failure(ErrorCode.MALFORMED, reply);
  }

  private static void assertClosed(@Nullable Reply reply) {
    var failure = assertInstanceOf(Reply.Failure.class, reply);
    assertEquals(ErrorCode.CLOSED, failure.code(), failure::toString);
    assertEquals(0, failure.retryAfterMs(), "never");
  }

  private static void assertRefused(OperatorCli.Output output, String why) {
    assertEquals(1, output.code(), output::toString);
    assertTrue(output.lines().getLast().contains(why), output::toString);
  }

  private static Status await(OperatorCli operator, Status.Phase phase) {
    return Awaitility.await(phase.toString())
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(operator::status, status -> status.phase() == phase);
  }

  private OperatorCli.Output audit(Path data, String seal) {
    return run("auditor", data.resolve("default").toString(), "--seal", seal);
  }

  private static String sealFile(Path data) {
    return data.resolve("default/seal.csv").toString();
  }

  private OperatorCli.Output run(String program, String... arguments) {
    try (Program running = Program.start(folder, program, List.of(arguments))) {
      return OperatorCli.Output.of(running);
    }
  }
}
