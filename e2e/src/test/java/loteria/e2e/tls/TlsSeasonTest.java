package loteria.e2e.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import loteria.e2e.Bets;
import loteria.e2e.Dialer;
import loteria.e2e.NativeClient;
import loteria.e2e.OperatorCli;
import loteria.e2e.RunningServer;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.supervisor.status.Status;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Draws are held one after another by a server with TLS: certificates count in each of them. */
@Timeout(120)
class TlsSeasonTest {
  private static final int WINNERS = 3;
  private static final List<List<String>> BETS = Bets.of(1, 20, WINNERS, 62);

  @TempDir Path folder;

  @Test
  void certificatesCountInEveryDraw() throws Exception {
    Certificates certificates = Certificates.in(folder.resolve("certificates"));
    String[] flags = certificates.serverFlags(RunningServer.NO_NUMBER);
    try (RunningServer server = RunningServer.startOn(folder, RunningServer.NO_PORT, 2, 2, flags)) {
      Dialer dialer = certificates.dialer(server.tlsPort());
      OperatorCli operator = OperatorCli.of(server, folder);
      send(dialer, "");
      assertDone(operator, "close-intake", "--yes");
      await(operator, Status.Phase.SEALED);
      assertDone(operator, "draw", "7574", "--yes");
      await(operator, Status.Phase.DRAWN);
      assertDone(operator, "open", "second");

      // A connection that resumes its session of TLS is checked in the next draw, too.
      send(dialer, "");
      send(dialer, "second");
      for (String draw : List.of("", "second", "default")) {
        assertDenied(dialer, draw);
      }
      try (NativeClient late = NativeClient.over(dialer.dial(1))) {
        assertInstanceOf(Reply.Welcome.class, late.ask(new Request.Hello(1, "default")));
        assertEquals(
            new Reply.Winners(Bets.documents(BETS, WINNERS)), late.ask(new Request.Results(true)));
      }
      assertDone(operator, "reload");
      send(dialer, "second");
      assertEquals(20, operator.status().totals().bets());
      assertEquals(0, server.stop());
    }
  }

  /** Agency 1 sends its batch, perhaps again. */
  private static void send(Dialer dialer, String draw) throws IOException {
    try (NativeClient client = NativeClient.over(dialer.dial(1))) {
      assertInstanceOf(Reply.Welcome.class, client.ask(new Request.Hello(1, draw)));
      assertEquals(new Reply.Ack(1, 20), client.ask(Bets.batch(1, 1, BETS, 0, 20)));
    }
  }

  /** Agency 2 speaks for agency 1. */
  private static void assertDenied(Dialer dialer, String draw) throws IOException {
    try (NativeClient other = NativeClient.over(dialer.dial(2))) {
      Reply reply = other.ask(new Request.Hello(1, draw));
      assertEquals(ErrorCode.NOT_YOURS, assertInstanceOf(Reply.Failure.class, reply).code(), draw);
    }
  }

  private static void assertDone(OperatorCli operator, String... words) {
    OperatorCli.Output output = operator.ask(words);
    assertEquals(0, output.code(), output::toString);
  }

  private static void await(OperatorCli operator, Status.Phase phase) {
    Awaitility.await(phase.toString())
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> operator.status().phase() == phase);
  }
}
