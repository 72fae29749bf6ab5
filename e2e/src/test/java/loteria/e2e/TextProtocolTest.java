package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TextProtocolTest {
  private static final int PER_BATCH = 70;

  @TempDir Path folder;

  @Test
  void aProgramOfTheOlderSystemGetsItsAcksAndItsWinners()
      throws IOException, InterruptedException, ExecutionException {
    try (RunningServer server = RunningServer.start(folder, 4, 3);
        ExecutorService agencies = Executors.newFixedThreadPool(3)) {
      List<Future<String>> winners =
          IntStream.rangeClosed(1, 3)
              .mapToObj(id -> agencies.submit(() -> runAgency(server.port(), id, 1000)))
              .toList();
      for (int id = 1; id <= 3; id++) {
        String documents = String.join(",", documents(id, id - 1));
        assertEquals(
            "WIN,%08d%s".formatted(documents.length(), documents), winners.get(id - 1).get());
      }
      assertEquals(3000, StoredBets.read(server.folder()).count());
    }
  }

  @Test
  void aBatchSentAgainIsAcknowledgedAgainAndStoredOnce() throws IOException {
    try (RunningServer server = RunningServer.start(folder, 2, 1)) {
      var client = new TextClient(server.port(), 1);
      assertEquals("ACK,00000004,1,1\n", client.bet(1, bets(1, 0, 3, 1)));
      assertEquals("ACK,00000004,1,1\n", client.bet(1, bets(1, 0, 3, 1)));
      assertEquals("ERR,", client.bet(1, bets(1, 0, 2, 1)).substring(0, 4));
      assertEquals("ERR,", client.bet(3, bets(1, 3, 6, 1)).substring(0, 4));
      assertEquals("WIN,0000000810000000", client.fin());
      assertEquals("ACK,00000004,1,1\n", client.bet(1, bets(1, 0, 3, 1)));
      assertTrue(client.bet(2, bets(1, 3, 6, 1)).contains("the draw has been made"));
      assertEquals(3, StoredBets.read(server.folder()).count());
    }
  }

  @Test
  void aBadBetRefusesItsBatchAndSaysWhichAndWhy() throws IOException {
    try (RunningServer server = RunningServer.start(folder, 2, 1)) {
      var client = new TextClient(server.port(), 1);
      String answer =
          client.bet(
              1,
              List.of(
                  "Ana,Pérez,1234567,1999-03-17,2201",
                  "Ana,Pérez,1234567,1999-02-30,2201",
                  "Ana,Pérez,1234567,1999-03-17,10000"));
      assertTrue(answer.startsWith("ERR,"), answer);
      assertTrue(answer.contains("bet 2: birth date is no real date"), answer);
      assertTrue(answer.contains("bet 3: number is not 0 to 9999"), answer);
      assertEquals(0, StoredBets.read(server.folder()).count());
    }
  }

  private static String runAgency(int port, int id, int bets) throws IOException {
    var client = new TextClient(port, id);
    int batch = 0;
    for (int from = 0; from < bets; from += PER_BATCH) {
      batch++;
      String acknowledged = id + "," + batch + "\n";
      assertEquals(
          "ACK,%08d,%s".formatted(acknowledged.length(), acknowledged),
          client.bet(batch, bets(id, from, Math.min(bets, from + PER_BATCH), id - 1)));
    }
    return client.fin();
  }

  /** Bets that the dialect can carry: no comma inside a field. */
  private static List<String> bets(int agency, int from, int to, int winners) {
    return IntStream.range(from, to)
        .mapToObj(
            i ->
                "José \"Tito\",Núñez,%d%07d,1984-02-29,%s"
                    .formatted(agency, i, i < winners ? "7574" : "0012"))
        .toList();
  }

  private static List<String> documents(int agency, int count) {
    return IntStream.range(0, count).mapToObj(i -> "%d%07d".formatted(agency, i)).toList();
  }
}
