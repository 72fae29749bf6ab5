package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.e2e.Bets;
import loteria.e2e.NativeClient;
import loteria.e2e.OperatorCli;
import loteria.e2e.RunningServer;
import loteria.e2e.SharedBrokers;
import loteria.e2e.VerifyRun;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.supervisor.status.PastDraw;
import loteria.supervisor.status.Status;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers of a replicated draw close, seal and draw it, and hold the next one; one of them is
 * killed behind the closing, and comes to the next draw late.
 */
@Tag("fault")
@Timeout(300)
class ReplicatedSeasonTest {
  private static final int ONE = 0;
  private static final int OTHER = 1;
  private static final int WINNERS = 2;
  private static final List<List<String>> BETS = Bets.of(1, 60, WINNERS, FaultScale.SEED);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void serversSealOneDrawAlikeAndHoldTheNext() throws IOException {
    try (var centrals =
        new Centrals(
            folder,
            "night",
            SharedBrokers.cluster().network(),
            List.of(Duration.ZERO, Duration.ZERO),
            2,
            List.of(RunningServer.NO_NUMBER))) {
      int closed = closesWhileItSendsElsewhere(centrals);
      send(centrals, ONE, "", 1);
      send(centrals, OTHER, "", 2);
      assertDone(ask(centrals, OTHER, "close-intake", "--yes"));
      centrals.server(OTHER).kill();
      String seal = Objects.requireNonNull(await(centrals, ONE, Status.Phase.SEALED).seal());
      assertDone(ask(centrals, ONE, "draw", "7574", "--yes"));
      await(centrals, ONE, Status.Phase.DRAWN);
      assertDone(ask(centrals, ONE, "open", "morning"));
      send(centrals, ONE, "", 1);

      centrals.start(OTHER);
      assertEquals(seal, await(centrals, OTHER, Status.Phase.DRAWN).seal());
      assertArrayEquals(winnersFile(centrals, ONE), winnersFile(centrals, OTHER));
      assertDone(ask(centrals, OTHER, "open", "morning"));
      send(centrals, OTHER, "", 2);
      assertEquals(40, stored(centrals, OTHER, "morning"));
      for (int central : List.of(ONE, OTHER)) {
        assertEquals(
            List.of(new PastDraw("night", 40 + closed, seal, 7574, WINNERS)),
            status(centrals, central).earlier());
        try (NativeClient late = NativeClient.connect(centrals.server(central).port())) {
          assertInstanceOf(Reply.Welcome.class, late.ask(new Request.Hello(1, "night")));
          assertEquals(
              new Reply.Winners(Bets.documents(BETS, WINNERS)),
              late.ask(new Request.Results(true)));
        }
        VerifyRun proof =
            VerifyRun.of(folder, centrals.data(central), "--draw", "night", "--seal", seal);
        assertEquals(0, proof.code(), proof::toString);
      }
    }
  }

  /** Closes agency 2, which sends to the other server; how many bets of it are stored. */
  private static int closesWhileItSendsElsewhere(Centrals centrals) throws IOException {
    List<List<String>> bets = Bets.of(2, 50_000, 0, FaultScale.SEED);
    var acknowledged = new AtomicInteger();
    try (NativeClient client = NativeClient.hello(centrals.server(OTHER).port(), 2)) {
      CompletableFuture<Reply> refused =
          CompletableFuture.supplyAsync(() -> sendOneByOne(client, bets, acknowledged));
      Awaitility.await().until(() -> acknowledged.get() > 5);
      OperatorCli.Output output = ask(centrals, ONE, "close", "2", "--yes");
      Reply.Failure failure = assertInstanceOf(Reply.Failure.class, refused.join());
      assertEquals(ErrorCode.AGENCY_FINISHED, failure.code());
      String said =
          String.format(Locale.ROOT, "stored: %,d bets, %1$,d batches", acknowledged.get());
      assertTrue(output.toString().contains(said), () -> said + " is stored: " + output);
    }
    return acknowledged.get();
  }

  /** The first reply that is no ACK. */
  private static Reply sendOneByOne(
      NativeClient client, List<List<String>> bets, AtomicInteger acknowledged) {
    try {
      for (int batch = 1; ; batch++) {
        Reply reply = client.ask(Bets.batch(2, batch, bets, batch - 1, batch));
        if (!(reply instanceof Reply.Ack)) {
          return Objects.requireNonNull(reply);
        }
        acknowledged.set(batch);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a batch of twenty. */
  private static void send(Centrals centrals, int central, String draw, int batch)
      throws IOException {
    try (NativeClient client = NativeClient.connect(centrals.server(central).port())) {
      assertInstanceOf(Reply.Welcome.class, client.ask(new Request.Hello(1, draw)));
      assertEquals(
          new Reply.Ack(batch, 20),
          client.ask(Bets.batch(1, batch, BETS, 20 * (batch - 1), 20 * batch)));
    }
  }

  private static long stored(Centrals centrals, int central, String draw) throws IOException {
    try (NativeClient client = NativeClient.connect(centrals.server(central).port())) {
      return assertInstanceOf(Reply.Welcome.class, client.ask(new Request.Hello(1, draw))).bets();
    }
  }

  private static byte[] winnersFile(Centrals centrals, int central) throws IOException {
    return Files.readAllBytes(centrals.copy(central).resolve("winners.csv"));
  }

  private static Status await(Centrals centrals, int central, Status.Phase phase) {
    return Awaitility.await(phase.toString())
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> status(centrals, central), status -> status.phase() == phase);
  }

  private static Status status(Centrals centrals, int central) {
    return operator(centrals, central).status();
  }

  private static OperatorCli.Output ask(Centrals centrals, int central, String... words) {
    return operator(centrals, central).ask(words);
  }

  private static OperatorCli operator(Centrals centrals, int central) {
    return centrals.operator(central);
  }

  private static void assertDone(OperatorCli.Output output) {
    assertEquals(0, output.code(), output::toString);
  }
}
