package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Operations on the pool of workers while agencies use it. */
@Timeout(120)
class FleetOperationTest {
  private static final long SEED = 17;

  @TempDir Path folder;

  @Test
  void wornOutWorkersAreReplacedAndNoRequestIsDropped() throws IOException {
    List<List<String>> bets = Bets.of(1, 20_000, 1, SEED);
    try (RunningServer server =
            RunningServer.start(folder, 2, 1, "--max-batches-per-worker", "100");
        NativeClient client = NativeClient.hello(server.port(), 1)) {
      int batches = 0;
      while (server.program().lines("worker_recycle").size() < 4 && batches < 2000) {
        int from = batches * 10;
        batches++;
        assertEquals(
            new Reply.Ack(batches, 10), client.ask(Bets.batch(1, batches, bets, from, from + 10)));
      }
      server.program().awaitLine("action: worker_recycle", 1);
      assertInstanceOf(
          Reply.Finished.class, client.ask(Bets.finish(1, batches, bets, batches * 10)));
      assertEquals(bets.subList(0, batches * 10), StoredBets.read(server.folder()).of(1));
      assertEquals(List.of(), server.program().lines(" WARN "));
    }
  }

  @Test
  void ofTwoSessionsOfOneAgencyTheNewerWins() throws IOException {
    List<List<String>> bets = Bets.of(1, 20, 0, SEED);
    try (RunningServer server = RunningServer.start(folder, 2, 1);
        NativeClient older = NativeClient.hello(server.port(), 1)) {
      assertEquals(new Reply.Ack(1, 10), older.ask(Bets.batch(1, 1, bets, 0, 10)));
      try (NativeClient newer = NativeClient.connect(server.port())) {
        assertEquals(
            new Reply.Welcome(
                1, 10, Reply.State.OPEN, 1 << 20, Bets.finish(1, 1, bets, 10).digest()),
            newer.ask(new Request.Hello(1, "")));
        Reply.Failure failure = assertInstanceOf(Reply.Failure.class, older.receive());
        assertEquals(ErrorCode.SUPERSEDED, failure.code());
        assertNull(older.receive());
        assertEquals(new Reply.Ack(2, 10), newer.ask(Bets.batch(1, 2, bets, 10, 20)));
      }
    }
  }

  @Test
  void aHungWorkerShowsItsThreadsAndIsReplaced() throws IOException {
    List<List<String>> bets = Bets.of(1, 10, 0, SEED);
    try (RunningServer server =
            RunningServer.start(folder, 1, 1, "--heartbeat-timeout", "1s", "--grace", "1s");
        NativeClient client = NativeClient.hello(server.port(), 1)) {
      ProcessHandle worker = server.workers().values().iterator().next();
      Signals.stop(worker);
      assertEquals(new Reply.Ack(1, 10), client.ask(Bets.batch(1, 1, bets, 0, 10)));
      server.program().awaitLine("action: worker_hung");
      server.program().awaitLine("worker_exit .* cause: killed \\(SIGKILL\\)");
      server.awaitReady(2);
      assertTrue(server.workers().values().iterator().next().isAlive());
    }
  }
}
