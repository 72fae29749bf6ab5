package loteria.supervisor.intake;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import loteria.ipc.io.Deadlines;
import loteria.ipc.io.UnixSocket;
import loteria.supervisor.pool.MadeUpPool;
import loteria.supervisor.pool.ReadyWorker;
import loteria.supervisor.relay.Relay;
import loteria.supervisor.relay.RelayLimits;
import loteria.testkit.LogLines;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AgencyListenerTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final int WHILE_MS = 300;

  @TempDir private Path folder;
  private final MadeUpPool pool = new MadeUpPool();
  private final Deadlines deadlines = new Deadlines();
  private final List<AgencyListener> edges = new ArrayList<>();
  private @Nullable UnixSocket worker;

  @AfterEach
  void close() throws IOException {
    for (AgencyListener edge : edges) {
      edge.stopAccepting();
    }
    deadlines.close();
    if (worker != null) {
      worker.close();
    }
  }

  @Test
  void pingIsAnsweredOnceAWorkerIsReady() throws IOException {
    AgencyListener edge = edge(10, LONG);
    assertEquals(error("PING while no worker is ready"), conversation(edge, "PING\n"));
    ReadyWorker worker = admit();
    assertEquals("PONG\n", conversation(edge, "PING\n"));
    assertEquals("PONG and more\n", conversation(edge, "PING and more\nand this"));
    pool.withdraw(worker);
    assertTrue(conversation(edge, "PING\n").startsWith("ERR,"));
  }

  @Test
  void pingIsNotAnsweredWhileTheReadyWorkerCannotBeReached() throws IOException {
    AgencyListener edge = edge(10, LONG);
    ReadyWorker ready = admit();
    assertEquals("PONG\n", conversation(edge, "PING\n"));
    Files.delete(ready.socket());
    assertEquals(error("PING while no worker is ready"), conversation(edge, "PING\n"));
  }

  @Test
  void itSaysWhyItDoesNotAccept() throws IOException {
    AgencyListener edge = listening(10, LONG);
    assertEquals("the server starts: no connection is served yet", edge.notAccepting());
    edge.start();
    assertNull(edge.notAccepting());
    edge.stopAccepting();
    assertEquals("the server stops: the port is closed", edge.notAccepting());
    edge.drain();
    assertEquals("drained by an operator: the port is closed", edge.notAccepting());
  }

  @Test
  void pingMayComeInPieces() throws IOException {
    admit();
    try (Socket peer = connect(edge(10, LONG))) {
      peer.setTcpNoDelay(true);
      for (String piece : List.of("P", "I", "NG", " ", "\r", "\n")) {
        peer.getOutputStream().write(ascii(piece));
      }
      assertEquals("PONG \r\n", allOf(peer));
    }
  }

  @Test
  void pingWithoutALineEndIsTurnedAway() throws IOException {
    admit();
    AgencyListener edge = edge(10, SHORT);
    assertTrue(conversation(edge, "PING" + "x".repeat(5000)).startsWith("ERR,"));
    try (Socket peer = connect(edge)) {
      peer.getOutputStream().write(ascii("PING"));
      assertTrue(allOf(peer).startsWith("ERR,"), "after the handshake time");
    }
    try (Socket peer = connect(edge)) {
      peer.getOutputStream().write(ascii("PING"));
      peer.shutdownOutput();
      assertTrue(allOf(peer).startsWith("ERR,"), "after the end");
    }
  }

  @Test
  void firstBytesChooseTheDialect() throws IOException {
    AgencyListener edge = edge(10, LONG);
    assertTrue(conversation(edge, "LN\1\5\0\0\0\0\0\0\0\0").startsWith("LN\1"));
    assertTrue(conversation(edge, "FIN                   1").startsWith("ERR,"));
    assertTrue(conversation(edge, "BET00000001").startsWith("ERR,"));
  }

  @Test
  void whatIsInNoDialectIsTurnedAway() throws IOException {
    AgencyListener edge = edge(10, LONG);
    String answer = error("the first bytes are in no dialect");
    for (String unknown : List.of("x", "LX", "BEX", "FIX", "PINX", "GET / HTTP/1.1\r\n\r\n")) {
      assertEquals(answer, conversation(edge, unknown), unknown);
    }
    byte[] random = new byte[100_000];
    new Random(5).nextBytes(random);
    random[0] = 'x';
    try (Socket peer = connect(edge)) {
      peer.getOutputStream().write(random);
      assertEquals(answer, allOf(peer));
    }
  }

  @Test
  void silentConnectionIsClosedAfterTheHandshakeTime() throws IOException {
    AgencyListener edge = edge(10, SHORT);
    String answer = error("the first bytes did not come in time");
    for (String little : List.of("", "B", "PI")) {
      try (Socket peer = connect(edge)) {
        peer.getOutputStream().write(ascii(little));
        assertEquals(answer, allOf(peer), little);
      }
    }
  }

  @Test
  void connectionThatIsClosedAtOnceDoesNoHarm() throws IOException {
    admit();
    AgencyListener edge = edge(1, LONG);
    for (int i = 0; i < 50; i++) {
      Socket peer = connect(edge);
      peer.setSoLinger(i % 2 == 0, 0);
      peer.close();
    }
    assertEquals("PONG\n", conversation(edge, "PING\n"));
  }

  @Test
  void oneConnectionMoreThanAllowedWaitsForAnotherToEnd() throws IOException {
    admit();
    AgencyListener edge = edge(2, LONG);
    try (Socket first = connect(edge);
        Socket second = connect(edge);
        Socket third = connect(edge)) {
      third.getOutputStream().write(ascii("PING\n"));
      third.setSoTimeout(WHILE_MS);
      assertThrows(SocketTimeoutException.class, () -> third.getInputStream().read());
      third.setSoTimeout(0);
      end(second);
      assertEquals("PONG\n", allOf(third));
      assertTrue(first.isConnected());
    }
  }

  @Test
  void threeHundredSilentConnectionsHinderNobody() throws IOException {
    admit();
    AgencyListener edge = edge(400, LONG);
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        silent.add(connect(edge));
      }
      assertEquals("PONG\n", conversation(edge, "PING\n"));
    } finally {
      for (Socket peer : silent) {
        peer.close();
      }
    }
  }

  @Test
  void stoppingLetsGoOfThoseWhoHaveSaidNothing() throws IOException {
    AgencyListener edge = edge(10, LONG);
    try (Socket silent = connect(edge);
        Socket undecided = connect(edge)) {
      undecided.getOutputStream().write(ascii("BE"));
      conversation(edge, "x");
      edge.stopAccepting();
      assertEquals("", allOf(silent));
      assertIsLetGo(undecided);
      edge.awaitSessions();
    }
  }

  @Test
  void stoppingAcceptsNobodyAndWaitsForThoseWhoAreServed() throws IOException {
    AgencyListener edge = edge(10, LONG);
    try (Socket served = connect(edge)) {
      Thread waiting;
      try (UnixSocket silentWorker = UnixSocket.listen(folder.resolve("worker"))) {
        ReadyWorker worker = pool.admit(1, silentWorker.path());
        served.getOutputStream().write(ascii("LN"));
        await().until(() -> worker.sessions() == 1);
        int port = edge.port();
        edge.stopAccepting();
        await().until(() -> refuses(port));
        waiting = Thread.startVirtualThread(() -> awaitSessions(edge));
        await().pollDelay(Duration.ofMillis(WHILE_MS)).until(waiting::isAlive);
        pool.withdraw(worker);
      }
      await().until(() -> !waiting.isAlive());
    }
  }

  @Test
  void stoppingWhileAllConnectionsAreTakenStopsToo() throws IOException {
    AgencyListener edge = edge(1, LONG);
    int port = edge.port();
    try (Socket first = connect(edge);
        Socket waiting = connect(edge)) {
      first.getOutputStream().write(ascii("x"));
      assertFalse(allOf(first).isEmpty());
      edge.stopAccepting();
      await().until(() -> refuses(port));
      assertTrue(waiting.isConnected());
    }
    edge.awaitSessions();
  }

  /** It is so for hours, with a thousand that wait: a line for each would be all that is read. */
  @Test
  void thatAllConnectionsAreTakenIsNotSaidOfEachThatWaits() throws IOException {
    try (var log = new LogLines(AgencyListener.class.getPackage())) {
      AgencyListener edge = edge(1, LONG);
      Socket taken = connect(edge);
      for (int i = 0; i < 50; i++) {
        Socket waiting = connect(edge);
        taken.getOutputStream().write(ascii("x"));
        assertFalse(allOf(taken).isEmpty());
        taken.close();
        taken = waiting;
      }
      taken.close();
      edge.stopAccepting();
      edge.awaitSessions();
      int said = log.lines("all 1 connections are taken").size();
      assertTrue(said >= 1 && said <= 5, said + " lines");
    }
  }

  /** Ends a connection before the test does. */
  private static void end(Socket connection) throws IOException {
    connection.close();
  }

  private AgencyListener edge(int connections, Duration handshake) throws IOException {
    AgencyListener edge = listening(connections, handshake);
    edge.start();
    return edge;
  }

  private AgencyListener listening(int connections, Duration handshake) throws IOException {
    var limits =
        new RelayLimits(
            1 << 20, 64, 1 << 20, 64 << 20, handshake, LONG, LONG, Duration.ofMillis(300), 1000);
    var relay =
        new Relay(
            limits,
            1,
            deadlines,
            pool.workers(),
            new Relay.Progress(_ -> false, () -> false, () -> LocalDate.EPOCH));
    AgencyListener edge =
        AgencyListener.listen(0, 512, new IntakeLimits(connections, handshake), deadlines, relay);
    edges.add(edge);
    return edge;
  }

  private ReadyWorker admit() throws IOException {
    worker = UnixSocket.listen(folder.resolve("worker.sock"));
    return pool.admit(1, worker.path());
  }

  /** What is answered to these bytes until the connection is closed. */
  private static String conversation(AgencyListener edge, String bytes) throws IOException {
    try (Socket peer = connect(edge)) {
      peer.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return allOf(peer);
    }
  }

  private static Socket connect(AgencyListener edge) throws IOException {
    return new Socket(loopback(), edge.port());
  }

  private static boolean refuses(int port) throws IOException {
    try {
      new Socket(loopback(), port).close();
      return false;
    } catch (ConnectException _) {
      return true;
    }
  }

  private static String error(String text) {
    return "ERR,%08d%s".formatted(text.length(), text);
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  private static String allOf(Socket peer) throws IOException {
    return new String(peer.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** By a reset, too: what the peer said may not have been read yet. */
  private static void assertIsLetGo(Socket peer) throws IOException {
    try {
      assertEquals("", allOf(peer));
    } catch (SocketException e) {
      assertEquals("Connection reset", e.getMessage());
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void awaitSessions(AgencyListener edge) {
    try {
      edge.awaitSessions();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
