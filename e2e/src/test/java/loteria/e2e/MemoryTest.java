package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Legal load in any amount, with the default memory of the programs. */
@Timeout(180)
class MemoryTest {
  private static final int WINNING_NUMBER = 7574;
  private static final int BETS_PER_BATCH = 10_000;

  @TempDir private Path folder;

  /** A third of what one agency may win in the text dialect, and more than fits a message. */
  @Test
  void millionsOfWinnersOfOneAgencyAreSent() throws Exception {
    int winners = 4_000_000;
    try (RunningServer server = RunningServer.start(folder, 2, 1)) {
      send(server, 1, winners);
      String answer = new TextClient(server.port(), 1).fin();
      assertEquals("WIN,%08d".formatted(9 * winners - 1), answer.substring(0, 12));
      assertTrue(answer.endsWith(",%08d".formatted(10_000_000 + winners - 1)));
      try (NativeClient client = NativeClient.hello(server.port(), 1)) {
        client.send(new Request.Results(true));
        assertEquals(winners, documents(client));
      }
      assertEquals(List.of(), server.program().lines("OutOfMemory"));
      assertEquals(0, server.stop());
    }
  }

  /** Each of them receives all of it at the same moment. */
  @Test
  void nineHundredClientsThatWaitForManyWinnersAllGetThem() throws Exception {
    int agencies = 225;
    int winners = 10_000;
    try (RunningServer server = RunningServer.start(folder, 2, agencies);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Integer>> lengths = new ArrayList<>();
      for (int agency = 1; agency <= agencies; agency++) {
        int waiting = agency;
        send(server, agency, winners);
        for (int i = 0; i < 4; i++) {
          lengths.add(CompletableFuture.supplyAsync(() -> lengthOfFin(server, waiting), threads));
        }
      }
      for (CompletableFuture<Integer> length : lengths) {
        assertEquals(12 + 9 * winners - 1, length.join());
      }
      assertEquals(List.of(), server.program().lines("OutOfMemory"));
      assertEquals(0, server.stop());
    }
  }

  /** Like agencies that have sent their last bets and stay connected. */
  @Test
  void sessionsThatEachSentOneLargeBatchAndStayTakeNothingFromOthers() throws Exception {
    int sessions = 300;
    List<NativeClient> clients = new ArrayList<>();
    try (RunningServer server = RunningServer.start(folder, 1, sessions)) {
      for (int agency = 1; agency <= sessions; agency++) {
        NativeClient client = NativeClient.hello(server.port(), agency);
        clients.add(client);
        int rowBytes = batch(agency, 1, 0, 1).content().length();
        Request.Batch batch = batch(agency, 1, 0, 1_040_000 / rowBytes);
        assertTrue(batch.content().length() > 1_000_000);
        assertEquals(new Reply.Ack(1, batch.rows()), client.ask(batch));
      }
      for (NativeClient client : clients) {
        client.close();
      }
      assertEquals(0, server.stop());
    }
  }

  /** Sends bets that all win. */
  private static void send(RunningServer server, int agency, int bets) throws IOException {
    try (NativeClient client = NativeClient.hello(server.port(), agency)) {
      for (int from = 0; from < bets; from += BETS_PER_BATCH) {
        Request.Batch batch = batch(agency, 1 + from / BETS_PER_BATCH, from, BETS_PER_BATCH);
        assertEquals(new Reply.Ack(batch.id(), BETS_PER_BATCH), client.ask(batch));
      }
    }
  }

  private static Request.Batch batch(int agency, long id, int from, int bets) {
    var rows = new StringBuilder();
    for (int i = from; i < from + bets; i++) {
      rows.append(agency).append(",Ana,Paz,").append(10_000_000 + i);
      rows.append(",1990-05-17,").append(WINNING_NUMBER).append("\r\n");
    }
    return new Request.Batch(
        id, bets, Bytes.of(rows.toString().getBytes(StandardCharsets.US_ASCII)));
  }

  /** How many documents come as winners, each the next. */
  private static int documents(NativeClient client) throws IOException {
    int count = 0;
    Reply reply = client.receive();
    while (reply instanceof Reply.WinnersPart(int _, List<String> part)) {
      count = checked(part, count);
      reply = client.receive();
    }
    return checked(assertInstanceOf(Reply.Winners.class, reply).documents(), count);
  }

  private static int checked(Iterable<String> documents, int count) {
    int next = count;
    for (String document : documents) {
      assertEquals(Integer.toString(10_000_000 + next), document);
      next++;
    }
    return next;
  }

  private static int lengthOfFin(RunningServer server, int agency) {
    try {
      return new TextClient(server.port(), agency).fin().length();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
