package loteria.e2e.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import loteria.e2e.Bets;
import loteria.e2e.NativeClient;
import loteria.e2e.RunningServer;
import loteria.e2e.TextConnection;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.testkit.TestAuthority.Identity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that speak something else than TLS 1.3 to the port with TLS, or TLS to the other. */
@Timeout(90)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongProtocolTest {
  private static final String TLS_ONLY = "this port speaks TLS only";
  private static final Path OPENSSL = Path.of("/usr/bin/openssl");

  /** A ClientHello in a record of TLS 1.0, as many clients send it, cut off after the versions. */
  private static final byte[] BEGINNING_OF_TLS = {22, 3, 1, 0, 5, 1, 0, 0, 1, 3};

  @TempDir static Path shared;
  @TempDir private Path folder;
  private Certificates certificates;
  private RunningServer server;

  @BeforeAll
  void makeCertificates() throws Exception {
    certificates = Certificates.in(shared);
  }

  @BeforeEach
  void start() {
    server =
        RunningServer.start(folder, 1, 1, certificates.serverFlags("--handshake-timeout", "8s"));
  }

  /** An honest agency is served at the end of each test. */
  @AfterEach
  void close() throws Exception {
    try (RunningServer ending = server;
        TlsConnection honest = certificates.client(1).connect(ending.tlsPort()).hello(1)) {
      Request.Batch batch = Bets.batch(1, 1, Bets.of(1, 1, 0, 1), 0, 1);
      assertEquals(new Reply.Ack(1, 1), honest.ask(batch));
    }
  }

  @Test
  void dialectsWithoutTlsAreRefusedInTheirOwnWords() throws Exception {
    int port = server.tlsPort();
    try (NativeClient client = NativeClient.connect(port)) {
      Reply.Failure failure =
          assertInstanceOf(Reply.Failure.class, client.ask(new Request.Hello(1, "")));
      assertEquals(new Reply.Failure(ErrorCode.NOT_YOURS, TLS_ONLY), failure);
      assertEquals(null, client.receive());
    }
    List<String> bets = List.of("Ana,Paz,30123456,1990-05-17,7574");
    for (byte[] message : List.of(TextConnection.bet(1, 1, bets), TextConnection.fin(1))) {
      try (TextConnection client = TextConnection.connect(port)) {
        client.send(message);
        assertEquals("ERR,00000036NOT_YOURS: " + TLS_ONLY, client.receive());
        assertEquals(null, client.receive());
      }
    }
    assertEquals("ERR,00000036NOT_YOURS: " + TLS_ONLY, exchange(port, ascii("PING\n")));
    server.program().awaitLine("certificate_refused \\| .* agency: 0 .* error: " + TLS_ONLY, 4);
  }

  @Test
  void garbageIsClosed() throws Exception {
    int port = server.tlsPort();
    byte[] random = new byte[10_000];
    new Random(7).nextBytes(random);
    random[0] = 'x';
    String answer = exchange(port, random);
    assertTrue(answer.startsWith("ERR,"), answer);
    // As TLS, from its first byte on.
    random[0] = 22;
    exchange(port, random);
    exchange(port, BEGINNING_OF_TLS);
    exchange(port, Arrays.copyOf(new byte[] {22, 3, 3, (byte) 0xff, (byte) 0xff}, 100_000));
    server.program().awaitLine("action: handshake \\| result: fail", 3);
  }

  @Test
  void tlsOnThePlainPortIsRefusedInOneLine() throws Exception {
    TlsClient client = certificates.client(1);
    int port = server.port();
    assertThrows(SSLException.class, () -> client.connect(port).close());
    server.program().awaitLine("action: session .* the first bytes are those of TLS");
  }

  @Test
  void olderVersionsAreRefused() throws Exception {
    TlsClient client = certificates.client(1);
    int port = server.tlsPort();
    SSLException refused =
        assertThrows(SSLException.class, () -> client.socket(port, "TLSv1.2").close());
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.endsWith("Received fatal alert: protocol_version"), message);
    try (var socket = client.socket(port, "TLSv1.2", "TLSv1.3")) {
      assertEquals("TLSv1.3", socket.getSession().getProtocol());
    }
    server.program().awaitLine("action: handshake \\| result: fail");
  }

  @Test
  void openSslFindsOnlyVersionThree() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(OPENSSL) || System.getenv("CI") != null);
    for (String version : List.of("-tls1", "-tls1_1", "-tls1_2")) {
      String said = openSsl(version);
      assertTrue(said.contains("Cipher is (NONE)"), version + ":\n" + said);
    }
    String said = openSsl("-tls1_3");
    assertTrue(said.contains("New, TLSv1.3, Cipher is "), said);
    assertTrue(said.contains("Verification: OK") || said.contains("return code: 0 (ok)"), said);
    assertTrue(said.contains("Acceptable client certificate CA names"), said);
  }

  /**
   * TLS 1.3 has none; what Java sends for it is a KeyUpdate, after which the connection works on.
   */
  @Test
  void renegotiationChangesKeysAndNothingElse() throws Exception {
    try (TlsConnection connection = certificates.client(1).connect(server.tlsPort()).hello(1)) {
      for (int i = 0; i < 20; i++) {
        connection.socket().startHandshake();
        Request.Ping ping = new Request.Ping(loteria.ipc.message.Bytes.of(new byte[] {(byte) i}));
        assertInstanceOf(Reply.Pong.class, connection.ask(ping));
      }
    }
  }

  private String openSsl(String version) throws IOException, InterruptedException {
    Identity agency;
    try {
      agency = certificates.agency(1);
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
    Path output = folder.resolve("openssl" + version + ".log");
    Process client =
        new ProcessBuilder(
                OPENSSL.toString(),
                "s_client",
                version,
                "-connect",
                "localhost:" + server.tlsPort(),
                "-CAfile",
                certificates.authority().certificate().toString(),
                "-cert",
                agency.certificate().toString(),
                "-key",
                agency.key().toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    client.getOutputStream().close();
    assertTrue(client.waitFor(30, TimeUnit.SECONDS), "openssl does not end");
    return Files.readString(output);
  }

  /** What comes back on these bytes, until the server closes; it may reset the connection. */
  private static String exchange(int port, byte[] bytes) throws IOException {
    try (var socket = new Socket("localhost", port)) {
      socket.getOutputStream().write(bytes);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      assertTrue(String.valueOf(e.getMessage()).matches("Broken pipe|Connection reset.*"));
      return "";
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
