package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.supervisor.status.Status;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The one worker of an earlier draw dies, while the next draw takes bets. */
@Timeout(120)
class EarlierDrawTest {
  private static final String WORKER = "action: worker_ready .* pid: (\\d+) \\| draw: default";
  private static final List<List<String>> BETS = Bets.of(1, 20, 2, 71);

  /** More than a draw that takes bets allows. */
  private static final int DEATHS = 7;

  @TempDir Path folder;

  @Test
  void itsWinnersAreGivenForAsLongAsItsLogCanBeRead() throws IOException {
    try (RunningServer server = RunningServer.start(folder, 1, 1)) {
      OperatorCli operator = OperatorCli.of(server, folder);
      try (NativeClient client = NativeClient.hello(server.port(), 1)) {
        send(client);
        assertInstanceOf(Reply.Finished.class, client.ask(Bets.finish(1, 1, BETS, 20)));
      }
      Awaitility.await().until(() -> operator.status().phase() == Status.Phase.DRAWN);
      assertEquals(0, operator.ask("open", "second").code());
      for (int death = 1; death <= DEATHS; death++) {
        killWorker(server, death);
      }
      server.program().awaitLine(WORKER, DEATHS + 1);
      try (NativeClient late = NativeClient.connect(server.port())) {
        assertInstanceOf(Reply.Welcome.class, late.ask(new Request.Hello(1, "default")));
        assertEquals(
            new Reply.Winners(Bets.documents(BETS, 2)), late.ask(new Request.Results(true)));
      }

      damageLog();
      killWorker(server, DEATHS + 1);
      server.program().awaitLine("draw_closed .* draw: default \\| error: the ledger is damaged");
      try (NativeClient late = NativeClient.connect(server.port())) {
        Reply reply = late.ask(new Request.Hello(1, "default"));
        assertEquals(ErrorCode.UNKNOWN_DRAW, assertInstanceOf(Reply.Failure.class, reply).code());
      }
      try (NativeClient client = NativeClient.hello(server.port(), 1)) {
        send(client);
      }
      assertEquals(0, server.stop());
    }
  }

  private static void send(NativeClient client) throws IOException {
    assertEquals(new Reply.Ack(1, 20), client.ask(Bets.batch(1, 1, BETS, 0, 20)));
  }

  private static void killWorker(RunningServer server, int count) {
    Matcher ready = server.program().awaitLine(WORKER, count);
    assertTrue(ProcessHandle.of(Long.parseLong(ready.group(1))).orElseThrow().destroyForcibly());
  }

  /** Changes the first entry, which the next worker begins with. */
  private void damageLog() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("data/default/log"))) {
      Path segment = files.sorted().findFirst().orElseThrow();
      try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
        file.seek(40);
        file.write("damaged".getBytes(StandardCharsets.US_ASCII));
      }
    }
  }
}
