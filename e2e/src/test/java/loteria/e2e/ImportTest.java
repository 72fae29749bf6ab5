package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import loteria.brokers.BrokerCluster;
import loteria.ipc.logging.Logging;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A draw begins in files, moves to brokers in the middle of the night, and back when it is over.
 */
@Timeout(240)
class ImportTest {
  private static final long SEED = 29;
  private static final int AGENCIES = 3;
  private static final int BATCH = 10;
  private static final int MOVED = 16;

  static {
    Logging.quieten("org.apache.kafka");
  }

  @TempDir private Path folder;

  private final List<List<List<String>>> bets =
      List.of(
          Bets.of(1, 6 * BATCH, 3, SEED),
          Bets.of(2, 2 * BATCH, 1, SEED),
          Bets.of(3, 3 * BATCH, 2, SEED));

  @Test
  void agenciesContinueWhereTheyWere() throws IOException {
    try (BrokerCluster brokers = BrokerCluster.start(folder.resolve("brokers"), 3)) {
      begin();
      String[] kafka = {"--ledger", "kafka", "--kafka", brokers.bootstrap()};
      List<Reply> results = serveBoth(kafka);
      String[] toFiles = {"--ledger", "file", "--kafka", brokers.bootstrap()};
      Awaitility.await("the copy to have all of the topic")
          .atMost(Duration.ofSeconds(60))
          .until(() -> run(importing("a", "back", toFiles)) == 0);
      assertSameFiles();
      assertEquals(MOVED, run(serving("b", kafka)));
      try (RunningServer server =
          RunningServer.startUnder(List.of(), folder, folder.resolve("back"), 0, 1, AGENCIES)) {
        assertEquals(results, results(server));
        assertEquals(0, server.stop());
      }
    }
  }

  /** Agency 1 is half way, agency 2 has finished. */
  private void begin() throws IOException {
    try (RunningServer server = server("files");
        NativeClient first = NativeClient.hello(server.port(), 1);
        NativeClient second = NativeClient.hello(server.port(), 2)) {
      send(first, 1, 1, 3);
      send(second, 2, 1, 2);
      assertEquals(new Reply.Finished(2), second.ask(finish(2, 2)));
      assertEquals(12, run(importing("files", "a", "--ledger", "file")), "it is served");
      assertEquals(0, server.stop());
    }
  }

  /** Two servers on the brokers; gives what each agency has won. */
  private List<Reply> serveBoth(String... kafka) throws IOException {
    assertEquals(0, run(importing("files", "a", kafka)));
    assertEquals(MOVED, run(importing("files", "a", kafka)));
    assertEquals(MOVED, run(serving("files")));
    try (RunningServer a = server("a", kafka);
        RunningServer b = server("b", kafka)) {
      assertEquals(3, welcome(a, 1).lastBatch());
      try (NativeClient first = NativeClient.hello(b.port(), 1)) {
        send(first, 1, 3, 3);
        send(first, 1, 4, 6);
        assertEquals(new Reply.Finished(1), first.ask(finish(1, 6)));
      }
      try (NativeClient other = NativeClient.hello(a.port(), 1)) {
        Reply changed = other.ask(Bets.batch(1, 2, bets.get(1), 0, BATCH));
        assertEquals(
            ErrorCode.CONTENT_CHANGED, assertInstanceOf(Reply.Failure.class, changed).code());
      }
      try (NativeClient second = NativeClient.hello(a.port(), 2);
          NativeClient third = NativeClient.hello(a.port(), 3)) {
        assertEquals(new Reply.Finished(1), second.ask(finish(2, 2)), "it has finished before");
        send(third, 3, 1, 3);
        assertEquals(new Reply.Finished(0), third.ask(finish(3, 3)));
      }
      List<Reply> results = results(a);
      assertEquals(results, results(b));
      assertEquals(0, b.stop());
      assertEquals(0, a.stop());
      return results;
    }
  }

  private void assertSameFiles() throws IOException {
    for (String name : List.of("bets.csv", "winners.csv")) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("a").resolve("default").resolve(name)),
          Files.readAllBytes(folder.resolve("back").resolve("default").resolve(name)),
          name);
    }
    VerifyRun verify = VerifyRun.of(folder, folder.resolve("back"));
    assertEquals(0, verify.code(), verify::toString);
  }

  private List<Reply> results(RunningServer server) throws IOException {
    List<Reply> results = new ArrayList<>();
    for (int agency = 1; agency <= AGENCIES; agency++) {
      int winners = agency == 1 ? 3 : agency - 1;
      try (NativeClient client = NativeClient.hello(server.port(), agency)) {
        Reply reply = client.ask(new Request.Results(true));
        assertEquals(new Reply.Winners(Bets.documents(bets.get(agency - 1), winners)), reply);
        results.add(reply);
      }
    }
    return results;
  }

  private static Reply.Welcome welcome(RunningServer server, int agency) throws IOException {
    try (NativeClient client = NativeClient.connect(server.port())) {
      return assertInstanceOf(Reply.Welcome.class, client.ask(new Request.Hello(agency, "")));
    }
  }

  private void send(NativeClient client, int agency, int from, int to) throws IOException {
    for (int id = from; id <= to; id++) {
      @Nullable Reply reply =
          client.ask(Bets.batch(agency, id, bets.get(agency - 1), (id - 1) * BATCH, id * BATCH));
      assertEquals(new Reply.Ack(id, BATCH), reply);
    }
  }

  private Request.Finish finish(int agency, int batches) {
    return Bets.finish(agency, batches, bets.get(agency - 1), batches * BATCH);
  }

  private RunningServer server(String data, String... more) {
    return RunningServer.startUnder(List.of(), folder, folder.resolve(data), 0, 2, AGENCIES, more);
  }

  private List<String> importing(String source, String data, String... more) {
    Path draw = folder.resolve(source).resolve("default");
    List<String> arguments = new ArrayList<>(List.of("import", draw.toString()));
    arguments.addAll(serving(data, more));
    return arguments;
  }

  private List<String> serving(String data, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("--data", folder.resolve(data).toString(), "--agencies", "3"));
    arguments.addAll(List.of("--port", "0"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private int run(List<String> arguments) {
    try (Program program = Program.start(folder, "supervisor", arguments)) {
      return program.awaitExit();
    }
  }
}
