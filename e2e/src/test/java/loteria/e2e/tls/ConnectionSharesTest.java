package loteria.e2e.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import loteria.e2e.AgencyRun;
import loteria.e2e.Bets;
import loteria.e2e.NativeClient;
import loteria.e2e.RunningServer;
import loteria.e2e.StoredBets;
import loteria.e2e.TextConnection;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agency, or an address, has its share of the connections, and no more. */
@Timeout(120)
class ConnectionSharesTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** So that connections without a message stay open as long as the test wants. */
  private static final List<String> PATIENT = List.of("--handshake-timeout", "10m");

  @TempDir private Path folder;
  private Certificates certificates;

  @BeforeEach
  void makeCertificates() throws Exception {
    certificates = Certificates.in(folder.resolve("certificates"));
  }

  @Test
  void agencyThatHasItsShareIsSentAwayForAWhile() throws Exception {
    try (RunningServer server = start(2, "--max-connections-per-agency", "2");
        TlsConnection first = connect(server, 1).hello(1);
        TlsConnection second = connect(server, 1)) {
      for (int i = 0; i < 3; i++) {
        assertSentAway(server, "agency");
      }
      try (TextConnection text = connect(server, 1).text()) {
        text.send(TextConnection.fin(1));
        String reply = String.valueOf(text.receive());
        assertTrue(reply.startsWith("ERR,") && reply.contains("too many connections"), reply);
      }
      // Not those of another agency, nor a connection that it has already.
      connect(server, 2).hello(2).close();
      assertInstanceOf(Reply.Pong.class, first.ask(ping()));
      end(second);
      Awaitility.await().atMost(SOON).until(() -> isWelcome(server));
    }
  }

  @Test
  void agencyProgramWaitsUntilOneOfItsConnectionsEnds() throws Exception {
    List<List<String>> bets = Bets.of(1, 100, 3, 1);
    Path file = AgencyRun.file(folder, 1, bets);
    try (RunningServer server = start(1, "--max-connections-per-agency", "2")) {
      TlsConnection first = connect(server, 1);
      TlsConnection second = connect(server, 1);
      String[] flags = certificates.agencyFlags(certificates.agency(1));
      try (AgencyRun run = AgencyRun.start(folder, server.tlsPort(), 1, file, flags)) {
        server.program().awaitLine("action: session .*too many connections of this agency", 2);
        assertTrue(run.program().isAlive());
        first.close();
        assertEquals(Bets.documents(bets, 3), run.winners());
      } finally {
        second.close();
      }
      assertEquals(bets, StoredBets.read(server.folder()).of(1));
    }
  }

  @Test
  void addressThatHasItsShareIsSentAwayOnBothPorts() throws Exception {
    try (RunningServer server = start(2, "--max-connections-per-address", "3");
        NativeClient plain = NativeClient.hello(server.port(), 2);
        TlsConnection first = connect(server, 1);
        TlsConnection second = connect(server, 1)) {
      assertSentAway(server, "address");
      try (NativeClient another = NativeClient.connect(server.port())) {
        Reply.Failure failure =
            assertInstanceOf(Reply.Failure.class, another.ask(new Request.Hello(1, "")));
        assertEquals(ErrorCode.UNAVAILABLE, failure.code());
      }
      assertInstanceOf(Reply.Pong.class, plain.ask(ping()));
      end(first);
      end(second);
      Awaitility.await().atMost(SOON).until(() -> isWelcome(server));
    }
  }

  /** However a connection ends, its share is free again. */
  @Test
  void sharesAreFreedWhateverTheEndIs() throws Exception {
    try (RunningServer server =
        start(2, "--max-connections-per-agency", "2", "--max-connections-per-address", "2")) {
      for (int i = 0; i < 40; i++) {
        try (TlsConnection connection = certificates.client(1).connect(server.tlsPort())) {
          switch (i % 4) {
            case 0 -> connection.send(new Request.Hello(1, ""));
            case 1 -> connection.socket().setSoLinger(true, 0);
            case 2 ->
                connection
                    .socket()
                    .getOutputStream()
                    .write("garbage".getBytes(StandardCharsets.US_ASCII));
            default -> {
              // Nothing is sent.
            }
          }
        }
        try (var raw = new java.net.Socket("localhost", server.tlsPort())) {
          raw.getOutputStream().write(i % 2 == 0 ? 22 : 'x');
        }
      }
      Awaitility.await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                try (TlsConnection first = connect(server, 1);
                    TlsConnection second = connect(server, 1)) {
                  assertInstanceOf(Reply.Pong.class, first.hello(1).ask(ping()));
                  assertInstanceOf(Reply.Pong.class, second.hello(1).ask(ping()));
                }
              });
    }
  }

  private RunningServer start(int agencies, String... more) {
    List<String> flags = new java.util.ArrayList<>(PATIENT);
    flags.addAll(List.of(more));
    return RunningServer.start(
        folder, 1, agencies, certificates.serverFlags(flags.toArray(String[]::new)));
  }

  private TlsConnection connect(RunningServer server, int agency) throws Exception {
    return certificates.client(agency).connect(server.tlsPort());
  }

  private boolean isWelcome(RunningServer server) throws Exception {
    try (TlsConnection connection = connect(server, 1)) {
      return connection.ask(new Request.Hello(1, "")) instanceof Reply.Welcome;
    }
  }

  private void assertSentAway(RunningServer server, String whose) throws Exception {
    try (TlsConnection connection = connect(server, 1)) {
      Reply.Failure failure =
          assertInstanceOf(Reply.Failure.class, connection.ask(new Request.Hello(1, "")));
      assertEquals(ErrorCode.UNAVAILABLE, failure.code());
      assertTrue(failure.retryAfterMs() > 0);
      assertTrue(failure.text().contains("of this " + whose), failure.text());
      assertEquals(null, connection.receive());
    }
  }

  private static Request.Ping ping() throws IOException {
    return new Request.Ping(loteria.ipc.message.Bytes.of(new byte[] {1}));
  }

  /** Ends a connection before the test does. */
  private static void end(TlsConnection connection) throws IOException {
    connection.close();
  }
}
