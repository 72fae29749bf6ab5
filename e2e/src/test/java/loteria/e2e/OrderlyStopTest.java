package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A connection that comes while the server stops is served or let go, never both: what it sent is
 * stored and acknowledged, or neither.
 */
@Timeout(120)
class OrderlyStopTest {
  private static final int AGENCIES = 24;

  @TempDir Path folder;

  /** By agency, how many of its batches of one bet were acknowledged. */
  private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(AGENCIES + 1);

  @RepeatedTest(5)
  void whatATextClientIsNotToldIsNotStored() throws IOException, InterruptedException {
    var warm = new CountDownLatch(AGENCIES);
    Path ledger;
    try (Server server = Server.start(folder, 2, AGENCIES);
        ExecutorService clients = Executors.newFixedThreadPool(AGENCIES)) {
      ledger = Files.createDirectories(server.folder());
      for (int id = 1; id <= AGENCIES; id++) {
        int agency = id;
        clients.execute(() -> send(new TextClient(server.port(), agency), agency, warm));
      }
      warm.await();
      assertEquals(0, server.stop());
    }
    StoredBets stored = StoredBets.read(ledger);
    for (int agency = 1; agency <= AGENCIES; agency++) {
      assertTrue(acknowledged.get(agency) >= 3, "agency " + agency + " was hardly served");
      assertEquals(acknowledged.get(agency), stored.of(agency).size(), "bets of agency " + agency);
    }
  }

  /** Until the server is away. */
  private void send(TextClient client, int agency, CountDownLatch warm) {
    try {
      for (int batch = 1; ; batch++) {
        String bet = "Ana,Paz,%d,1990-05-17,%d".formatted(batch, agency);
        String answer = client.bet(batch, List.of(bet));
        if (!answer.startsWith("ACK,")) {
          return;
        }
        acknowledged.set(agency, batch);
        if (batch == 3) {
          warm.countDown();
        }
      }
    } catch (IOException _) {
      // It has stopped.
    }
  }
}
