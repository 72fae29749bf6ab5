package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A connection that comes while the server stops is served or closed, never both: its batch is
 * stored and acknowledged, or neither.
 */
@Timeout(120)
class OrderlyStopTest {
  private static final int AGENCIES = 24;
  private static final int WINNERS = 120_000;
  private static final int BATCH = 20_000;

  /** How many winners the agency receives last: about 200 kB. */
  private static final int LEFT = 20_000;

  /** More than the last message has, and so little that the buffers hold it: about 75 kB. */
  private static final int LEFT_AT_LEAST = 7_000;

  private static final Duration A_MOMENT = Duration.ofMillis(500);

  @TempDir Path folder;

  /** By agency, how many of its batches of one bet were acknowledged. */
  private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(AGENCIES + 1);

  @RepeatedTest(5)
  void unacknowledgedTextBatchIsNotStored() throws IOException, InterruptedException {
    var warm = new CountDownLatch(AGENCIES);
    Path ledger;
    try (RunningServer server = RunningServer.start(folder, 2, AGENCIES);
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

  /** No thread of its session reads its worker, and so none would notice that worker's end. */
  @Test
  void idleTextConnectionDoesNotKeepTheServer() throws IOException {
    try (RunningServer server = RunningServer.start(folder, 2, 2);
        TextConnection idle = TextConnection.connect(server.port())) {
      idle.send(TextConnection.bet(1, 1, List.of("Ana,Paz,30123456,1984-02-29,7574")));
      assertEquals("ACK,00000004,1,1\n", idle.receive());
      assertEquals(0, server.stop());
      String last = String.valueOf(idle.receive());
      assertTrue(last.startsWith("ERR,"), last);
      assertNull(idle.receive());
    }
  }

  /**
   * The rest of the reply, once the workers are gone, is more than the system's buffers hold: so
   * the supervisor waits until it is received, as the worker did before.
   */
  @Test
  void aReplyThatIsReceivedSlowlyIsWhole() throws IOException {
    List<String> documents =
        IntStream.range(0, WINNERS).mapToObj(i -> Integer.toString(10_000_000 + i)).toList();
    List<List<String>> bets =
        documents.stream().map(it -> List.of("A", "B", it, "1990-05-17", "7574")).toList();
    List<String> received = new ArrayList<>();
    try (RunningServer server = RunningServer.start(folder, 2, 1);
        NativeClient agency = NativeClient.connectNarrow(server.port(), 4 << 10)) {
      agency.ask(new Request.Hello(1, ""));
      for (int from = 0; from < WINNERS; from += BATCH) {
        agency.ask(Bets.batch(1, 1 + from / BATCH, bets, from, from + BATCH));
      }
      assertEquals(
          new Reply.Finished(0), agency.ask(Bets.finish(1, WINNERS / BATCH, bets, WINNERS)));
      Reply reply = agency.ask(new Request.Results(true));
      server.program().terminate();
      server.program().awaitLine("action: close .* resource: listener");
      boolean workersGone = false;
      while (reply instanceof Reply.WinnersPart(int _, var part)) {
        received.addAll(part);
        if (!workersGone && WINNERS - received.size() < LEFT) {
          workersGone = areWorkersGone(server, WINNERS - received.size() < LEFT_AT_LEAST);
        }
        reply = agency.receive();
      }
      received.addAll(
          assertInstanceOf(Reply.Winners.class, reply, String.valueOf(reply)).documents());
      assertTrue(workersGone);
      assertEquals(0, server.program().awaitExit());
    }
    assertEquals(documents, received);
  }

  /**
   * Whether the workers have ended. They end once the supervisor has received the rest of the
   * reply, of which it may hold less than the agency has left: then more has to be received first.
   *
   * @param surely whether what is left surely fits, so that they end
   */
  private static boolean areWorkersGone(RunningServer server, boolean surely) {
    String line = "resource: workers";
    if (surely) {
      server.program().awaitLine("action: close .* " + line);
      return true;
    }
    try {
      Awaitility.await().atMost(A_MOMENT).until(() -> !server.program().lines(line).isEmpty());
      return true;
    } catch (ConditionTimeoutException _) {
      return false;
    }
  }

  /** Sends until the server is gone. */
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
      // The server has stopped.
    }
  }
}
