package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import loteria.e2e.Bets;
import loteria.e2e.NativeClient;
import loteria.e2e.SharedBrokers;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A server that ends before a draw is complete, and is started after it with its old folder. */
@Tag("fault")
@Timeout(300)
class AwayCentralTest {
  private static final int STAYS = 0;
  private static final int AWAY = 1;
  private static final int AGENCY = 1;
  private static final int BATCHES = 20;
  private static final int WINNERS = 3;

  /** More than an hour later than every broker. */
  private static final Duration LATER = Duration.ofHours(3);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final List<List<String>> bets = Bets.of(AGENCY, BATCHES, WINNERS, FaultScale.SEED);

  @Test
  void aServerThatWasAwayForTheDrawHasItAndAnswersItsAgencies() throws IOException {
    try (var centrals =
        new Centrals(
            folder,
            "away",
            SharedBrokers.cluster().network(),
            List.of(Duration.ZERO, LATER),
            1,
            List.of())) {
      send(centrals.server(AWAY).port(), 1, 1);
      byte[] before = bets(centrals, AWAY);
      assertEquals(0, centrals.server(AWAY).stop());
      send(centrals.server(STAYS).port(), 2, BATCHES);
      assertEquals(Bets.documents(bets, WINNERS), winners(centrals, STAYS));
      assertArrayEquals(before, bets(centrals, AWAY), "it is away");

      centrals.start(AWAY);
      Path drawn = centrals.copy(AWAY).resolve("winners.csv");
      Awaitility.await("the draw").atMost(Duration.ofSeconds(60)).until(() -> Files.exists(drawn));
      assertArrayEquals(bets(centrals, STAYS), bets(centrals, AWAY));
      Path other = centrals.copy(STAYS).resolve("winners.csv");
      assertArrayEquals(Files.readAllBytes(other), Files.readAllBytes(drawn));
      assertEquals(Bets.documents(bets, WINNERS), winners(centrals, AWAY));
    }
  }

  /** Sends batches of one bet each; finishes behind the last. */
  private void send(int port, int first, int last) throws IOException {
    try (NativeClient client = NativeClient.hello(port, AGENCY)) {
      for (int batch = first; batch <= last; batch++) {
        assertEquals(
            new Reply.Ack(batch, 1), client.ask(Bets.batch(AGENCY, batch, bets, batch - 1, batch)));
      }
      if (last == BATCHES) {
        Request.Finish all = Bets.finish(AGENCY, BATCHES, bets, BATCHES);
        assertEquals(new Reply.Finished(0), client.ask(all));
      }
    }
  }

  private static List<String> winners(Centrals centrals, int central) throws IOException {
    try (NativeClient client = NativeClient.hello(centrals.server(central).port(), AGENCY)) {
      Reply reply = client.ask(new Request.Results(true));
      return List.copyOf(assertInstanceOf(Reply.Winners.class, reply).documents());
    }
  }

  private static byte[] bets(Centrals centrals, int central) throws IOException {
    return Files.readAllBytes(centrals.copy(central).resolve("bets.csv"));
  }
}
