package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.supervisor.status.PastDraw;
import loteria.supervisor.status.Status;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A server that only follows a replicated log goes from draw to draw with the others. */
@Timeout(240)
class FollowerSeasonTest {
  private static final long SEED = 71;
  private static final int WINNERS = 2;
  private static final List<List<String>> BETS = Bets.of(1, 40, WINNERS, SEED);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void followerFollowsEachDrawOnceItIsOpenThere() throws IOException {
    try (RunningServer server = start("serves");
        RunningServer follower = start("follows", "--follow")) {
      OperatorCli operator = operator("serves");
      OperatorCli copyist = operator("follows");
      assertRefused(copyist, "only follows", "close-intake", "--yes");
      assertRefused(copyist, "has not been made", "open", "second");
      String seal = hold(server, operator, 2);
      Status copied = await(copyist, Status.Phase.DRAWN);
      assertEquals(seal, copied.seal());

      assertRefused(copyist, "begin the draw at another server first", "open", "second");
      assertEquals("first", copyist.status().draw());
      assertDone(operator, "it takes the bets from now on", "open", "second");
      assertDone(copyist, "this server follows it from now on", "open", "second");
      Status opened = copyist.status();
      assertEquals("second", opened.draw());
      assertEquals(List.of(new PastDraw("first", 40, seal, 7574, WINNERS)), opened.earlier());
      hold(server, operator, 1);
      await(copyist, Status.Phase.DRAWN);
      for (String name : List.of("bets.csv", "seal.csv", "winners.csv")) {
        assertArrayEquals(file("serves", name), file("follows", name), name);
      }
      assertEquals(0, follower.stop());
      assertEquals(0, server.stop());
    }
    try (RunningServer follower = start("follows", "--follow")) {
      Status again = await(operator("follows"), Status.Phase.DRAWN);
      assertEquals("second", again.draw());
      assertEquals(0, follower.stop());
    }
  }

  private RunningServer start(String place, String... more) throws IOException {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "--draw",
                "first",
                "--ledger",
                "kafka",
                "--kafka",
                SharedBrokers.cluster().network().bootstrap(1),
                RunningServer.NO_NUMBER));
    flags.addAll(List.of(more));
    return RunningServer.start(
        Files.createDirectories(folder.resolve(place)), 2, 1, flags.toArray(String[]::new));
  }

  private OperatorCli operator(String place) {
    return new OperatorCli(
        folder.resolve(place), folder.resolve(place).resolve("data"), List.of("--draw", "first"));
  }

  /** Stores batches of an agency that is alone, and has a number drawn; the seal. */
  private static String hold(RunningServer server, OperatorCli operator, int batches)
      throws IOException {
    try (NativeClient client = NativeClient.hello(server.port(), 1)) {
      for (int id = 1; id <= batches; id++) {
        assertEquals(
            new Reply.Ack(id, 20), client.ask(Bets.batch(1, id, BETS, 20 * (id - 1), 20 * id)));
      }
      Request.Finish all = Bets.finish(1, batches, BETS, 20 * batches);
      assertInstanceOf(Reply.Finished.class, client.ask(all));
    }
    String seal = Objects.requireNonNull(await(operator, Status.Phase.SEALED).seal());
    assertDone(operator, "is drawn", "draw", "7574", "--yes");
    await(operator, Status.Phase.DRAWN);
    return seal;
  }

  private byte[] file(String place, String name) throws IOException {
    return Files.readAllBytes(folder.resolve(place).resolve("data/second").resolve(name));
  }

  private static Status await(OperatorCli operator, Status.Phase phase) {
    return Awaitility.await(phase.toString())
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(operator::status, status -> status.phase() == phase);
  }

  private static void assertDone(OperatorCli operator, String outcome, String... words) {
    assertEnds(0, outcome, operator.ask(words));
  }

  private static void assertRefused(OperatorCli operator, String why, String... words) {
    assertEnds(1, why, operator.ask(words));
  }

  private static void assertEnds(int code, String text, OperatorCli.Output output) {
    assertEquals(code, output.code(), output::toString);
    assertTrue(output.lines().getLast().contains(text), output::toString);
  }
}
