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
import java.net.InetSocketAddress;
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
import loteria.supervisor.relay.OpenDraw;
import loteria.supervisor.relay.OpenDraws;
import loteria.supervisor.relay.Relay;
import loteria.supervisor.relay.RelayLimits;
import loteria.testkit.CapturedLines;
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
    for (AgencyListener listener : edges) {
      listener.stopAccepting();
    }
    deadlines.close();
    if (worker != null) {
      worker.close();
    }
  }

  @Test
  void pingIsAnsweredOnceAWorkerIsReady() throws IOException {
    AgencyListener listener = listener(10, LONG);
    assertEquals(error("PING while no worker is ready"), conversation(listener, "PING\n"));
    ReadyWorker worker = admit();
    assertEquals("PONG\n", conversation(listener, "PING\n"));
    assertEquals("PONG and more\n", conversation(listener, "PING and more\nand this"));
    pool.withdraw(worker);
    assertTrue(conversation(listener, "PING\n").startsWith("ERR,"));
  }

  @Test
  void pingIsNotAnsweredWhileTheReadyWorkerCannotBeReached() throws IOException {
    AgencyListener listener = listener(10, LONG);
    ReadyWorker ready = admit();
    assertEquals("PONG\n", conversation(listener, "PING\n"));
    Files.delete(ready.socket());
    assertEquals(error("PING while no worker is ready"), conversation(listener, "PING\n"));
  }

  @Test
  void reasonForNotAcceptingIsGiven() throws IOException {
    AgencyListener listener = listening(10, LONG);
    assertEquals("the server starts: no connection is served yet", listener.notAccepting());
    listener.start();
    assertNull(listener.notAccepting());
    listener.stopAccepting();
    assertEquals("the server stops: the port is closed", listener.notAccepting());
    listener.drain();
    assertEquals("drained by an operator: the port is closed", listener.notAccepting());
  }

  @Test
  void pingMayComeInPieces() throws IOException {
    admit();
    try (Socket peer = connect(listener(10, LONG))) {
      peer.setTcpNoDelay(true);
      for (String piece : List.of("P", "I", "NG", " ", "\r", "\n")) {
        peer.getOutputStream().write(ascii(piece));
      }
      assertEquals("PONG \r\n", allOf(peer));
    }
  }

  @Test
  void pingWithoutALineEndIsRefused() throws IOException {
    admit();
    AgencyListener listener = listener(10, SHORT);
    assertTrue(conversation(listener, "PING" + "x".repeat(5000)).startsWith("ERR,"));
    try (Socket peer = connect(listener)) {
      peer.getOutputStream().write(ascii("PING"));
      assertTrue(allOf(peer).startsWith("ERR,"), "after the handshake time");
    }
    try (Socket peer = connect(listener)) {
      peer.getOutputStream().write(ascii("PING"));
      peer.shutdownOutput();
      assertTrue(allOf(peer).startsWith("ERR,"), "after the end");
    }
  }

  @Test
  void firstBytesChooseTheDialect() throws IOException {
    AgencyListener listener = listener(10, LONG);
    assertTrue(conversation(listener, "LN\1\5\0\0\0\0\0\0\0\0").startsWith("LN\1"));
    assertTrue(conversation(listener, "FIN                   1").startsWith("ERR,"));
    assertTrue(conversation(listener, "BET00000001").startsWith("ERR,"));
  }

  @Test
  void connectionInNoDialectIsRefused() throws IOException {
    AgencyListener listener = listener(10, LONG);
    String answer = error("the first bytes are in no dialect");
    for (String unknown : List.of("x", "LX", "BEX", "FIX", "PINX", "GET / HTTP/1.1\r\n\r\n")) {
      assertEquals(answer, conversation(listener, unknown), unknown);
    }
    byte[] random = new byte[100_000];
    new Random(5).nextBytes(random);
    random[0] = 'x';
    try (Socket peer = connect(listener)) {
      peer.getOutputStream().write(random);
      assertEquals(answer, allOf(peer));
    }
  }

  @Test
  void silentConnectionIsClosedAfterTheHandshakeTime() throws IOException {
    AgencyListener listener = listener(10, SHORT);
    String answer = error("the first bytes did not come in time");
    for (String little : List.of("", "B", "PI")) {
      try (Socket peer = connect(listener)) {
        peer.getOutputStream().write(ascii(little));
        assertEquals(answer, allOf(peer), little);
      }
    }
  }

  @Test
  void connectionThatIsClosedAtOnceDoesNoHarm() throws IOException {
    admit();
    AgencyListener listener = listener(1, LONG);
    for (int i = 0; i < 50; i++) {
      Socket peer = connect(listener);
      peer.setSoLinger(i % 2 == 0, 0);
      peer.close();
    }
    assertEquals("PONG\n", conversation(listener, "PING\n"));
  }

  @Test
  void oneConnectionMoreThanAllowedWaitsForAnotherToEnd() throws IOException {
    admit();
    AgencyListener listener = listener(2, LONG);
    try (Socket first = connect(listener);
        Socket second = connect(listener);
        Socket third = connect(listener)) {
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
  void threeHundredSilentConnectionsDelayNoOther() throws IOException {
    admit();
    AgencyListener listener = listener(400, LONG);
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        silent.add(connect(listener));
      }
      assertEquals("PONG\n", conversation(listener, "PING\n"));
    } finally {
      for (Socket peer : silent) {
        peer.close();
      }
    }
  }

  @Test
  void stoppingClosesConnectionsThatHaveSentNothing() throws IOException {
    AgencyListener listener = listener(10, LONG);
    try (Socket silent = connect(listener);
        Socket undecided = connect(listener)) {
      undecided.getOutputStream().write(ascii("BE"));
      conversation(listener, "x");
      listener.stopAccepting();
      assertEquals("", allOf(silent));
      assertIsClosed(undecided);
      listener.awaitSessions();
    }
  }

  @Test
  void stoppingAcceptsNoConnectionAndWaitsForSessions() throws IOException {
    AgencyListener listener = listener(10, LONG);
    try (Socket served = connect(listener)) {
      Thread waiting;
      try (UnixSocket silentWorker = UnixSocket.listen(folder.resolve("worker"))) {
        ReadyWorker worker = pool.admit(1, silentWorker.path());
        served.getOutputStream().write(ascii("LN"));
        await().until(() -> worker.sessions() == 1);
        int port = listener.port();
        listener.stopAccepting();
        await().until(() -> refuses(port));
        waiting = Thread.startVirtualThread(() -> awaitSessions(listener));
        await().pollDelay(Duration.ofMillis(WHILE_MS)).until(waiting::isAlive);
        pool.withdraw(worker);
      }
      await().until(() -> !waiting.isAlive());
    }
  }

  @Test
  void stoppingWhileAllConnectionsAreTakenStopsToo() throws IOException {
    AgencyListener listener = listener(1, LONG);
    int port = listener.port();
    try (Socket first = connect(listener);
        Socket waiting = connect(listener)) {
      first.getOutputStream().write(ascii("x"));
      assertFalse(allOf(first).isEmpty());
      listener.stopAccepting();
      await().until(() -> refuses(port));
      assertTrue(waiting.isConnected());
    }
    listener.awaitSessions();
  }

  /**
   * All connections can be taken for hours while a thousand wait: a line for each would flood the
   * log.
   */
  @Test
  void fullListenerIsNotLoggedForEachWaitingConnection() throws IOException {
    try (var log = new CapturedLines(AgencyListener.class.getPackage())) {
      AgencyListener listener = listener(1, LONG);
      Socket taken = connect(listener);
      for (int i = 0; i < 50; i++) {
        Socket waiting = connect(listener);
        taken.getOutputStream().write(ascii("x"));
        assertFalse(allOf(taken).isEmpty());
        taken.close();
        taken = waiting;
      }
      taken.close();
      listener.stopAccepting();
      listener.awaitSessions();
      int said = log.lines("all 1 connections are taken").size();
      assertTrue(said >= 1 && said <= 5, said + " lines");
    }
  }

  /** Ends a connection before the test does. */
  private static void end(Socket connection) throws IOException {
    connection.close();
  }

  private AgencyListener listener(int connections, Duration handshake) throws IOException {
    AgencyListener listener = listening(connections, handshake);
    listener.start();
    return listener;
  }

  private AgencyListener listening(int connections, Duration handshake) throws IOException {
    var limits =
        new RelayLimits(
            1 << 20, 64, 1 << 20, 64 << 20, handshake, LONG, LONG, Duration.ofMillis(300), 1000);
    var draws = new OpenDraws();
    draws.open(
        new OpenDraw("default", 1, pool.workers(), new OpenDraw.Progress(_ -> false, () -> false)));
    var relay = new Relay(limits, deadlines, draws, 8, () -> LocalDate.EPOCH);
    AgencyListener listener =
        AgencyListener.listen(
            List.of(new Endpoint(new InetSocketAddress(0), 512, null)),
            new IntakeLimits(connections, 0, 0, handshake),
            deadlines,
            relay);
    edges.add(listener);
    return listener;
  }

  private ReadyWorker admit() throws IOException {
    worker = UnixSocket.listen(folder.resolve("worker.sock"));
    return pool.admit(1, worker.path());
  }

  /** The reply to these bytes, until the connection is closed. */
  private static String conversation(AgencyListener listener, String bytes) throws IOException {
    try (Socket peer = connect(listener)) {
      peer.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return allOf(peer);
    }
  }

  private static Socket connect(AgencyListener listener) throws IOException {
    return new Socket(loopback(), listener.port());
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

  /** The connection is closed, perhaps by a reset: the peer's bytes may not have been read yet. */
  private static void assertIsClosed(Socket peer) throws IOException {
    try {
      assertEquals("", allOf(peer));
    } catch (SocketException e) {
      assertEquals("Connection reset", e.getMessage());
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void awaitSessions(AgencyListener listener) {
    try {
      listener.awaitSessions();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
