package loteria.e2e.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import loteria.e2e.OperatorCli;
import loteria.e2e.RunningServer;
import loteria.e2e.TextConnection;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that are gone, or that read nothing, take no connection from others. */
@Timeout(120)
class EndedPeersTest {
  /** Far more replies to changes of keys than the buffers of two sockets have room for. */
  private static final int KEY_UPDATES_MAX = 1_000_000;

  private static final Duration SOON = Duration.ofSeconds(30);

  private static final int NARROW_BYTES = 4 << 10;

  @TempDir private Path folder;
  private Certificates certificates;

  @BeforeEach
  void makeCertificates() throws Exception {
    certificates = Certificates.in(folder.resolve("certificates"));
  }

  @Test
  void clientThatIsGoneWaitsForNoDraw() throws Exception {
    try (RunningServer server = RunningServer.start(folder, 1, 2, certificates.serverFlags())) {
      OperatorCli operator = OperatorCli.of(server, folder);
      TextConnection client = certificates.client(1).connect(server.tlsPort()).text();
      client.send(TextConnection.fin(1));
      client.endOutput();
      awaitWaiting(operator, 1);
      client.reset();
      awaitWaiting(operator, 0);
      assertEquals(List.of(), server.program().lines("action: deadline"));
    }
  }

  /**
   * Java's sockets cancel a connection when they are closed, which closes both directions: a reply
   * to that can never be sent.
   */
  @Test
  void clientThatClosesBeforeItsReplyCostsNoTime() throws Exception {
    try (RunningServer server = RunningServer.start(folder, 1, 2, certificates.serverFlags())) {
      for (int i = 0; i < 20; i++) {
        try (TlsConnection client = certificates.client(1).connect(server.tlsPort())) {
          client.send(new Request.Hello(1, ""));
        }
        try (TextConnection client = certificates.client(2).connect(server.tlsPort()).text()) {
          client.send(TextConnection.bet(2, 1, List.of("Ana,Paz,30123456,1990-05-17,7574")));
        }
      }
      Idle.await(server);
      OperatorCli operator = OperatorCli.of(server, folder);
      Awaitility.await("all sessions ended")
          .atMost(SOON)
          .until(() -> operator.status().totals().connected() == 0);
    }
  }

  /** Each change of keys that a peer asks for is a reply that it must read. */
  @Test
  void peerThatChangesKeysAndReadsNothingIsClosedInTime() throws Exception {
    try (RunningServer server =
            RunningServer.start(
                folder,
                1,
                1,
                certificates.serverFlags(
                    "--handshake-timeout", "3s", "--max-connections-per-address", "1"));
        SSLSocket flooding = flood(certificates.client(1), server.tlsPort())) {
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> isServed(server.tlsPort()));
      assertThrows(IOException.class, () -> updateKeys(flooding));
    }
  }

  /** Begins with this many, so that its peer blocks. */
  private static SSLSocket flood(TlsClient client, int port) throws IOException {
    SSLSocket socket = client.narrowSocket(port, NARROW_BYTES);
    var flooding =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    updateKeys(socket);
                  } catch (IOException e) {
                    // The server has closed it, which the test asserts.
                    System.out.println("flood: " + e.getMessage());
                  }
                });
    assertEquals(true, flooding.isDaemon());
    return socket;
  }

  private static void updateKeys(SSLSocket socket) throws IOException {
    for (int i = 0; i < KEY_UPDATES_MAX; i++) {
      socket.startHandshake();
    }
  }

  private boolean isServed(int port) throws Exception {
    try (TlsConnection connection = certificates.client(1).connect(port)) {
      return connection.ask(new Request.Hello(1, "")) instanceof Reply.Welcome;
    }
  }

  private static void awaitWaiting(OperatorCli operator, int count) {
    Awaitility.await(count + " wait")
        .atMost(SOON)
        .until(() -> operator.status().totals().waiting() == count);
  }
}
