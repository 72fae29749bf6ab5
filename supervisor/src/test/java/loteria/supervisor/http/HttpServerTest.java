package loteria.supervisor.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Clients that are idle, slow, broken or hostile take nothing from others. */
@Timeout(60)
class HttpServerTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  private final AtomicLong streamed = new AtomicLong();
  private final List<Socket> clients = new ArrayList<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("loteria.supervisor.http");
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    logged.start();
    logger.setLevel(Level.DEBUG);
    logger.setAdditive(false);
    logger.addAppender(logged);
    server =
        HttpServer.listen(
            new InetSocketAddress(LOOPBACK, 0),
            Encryption.NONE,
            new Echo(),
            HttpServer.REQUESTS_MAX);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    for (Socket client : clients) {
      client.close();
    }
    logger.detachAppender(logged);
    logger.setAdditive(true);
  }

  @Test
  void idleConnectionsTakeNothingAway() throws IOException {
    for (int i = 0; i < 2 * HttpServer.REQUESTS_MAX + 8; i++) {
      connect();
    }
    long start = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      assertEquals("HTTP/1.1 200 OK", status(ask(GET)));
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.toMillis() < 2_000, () -> "twenty requests took " + took);
    assertEnds(clients.getFirst());
  }

  @Test
  void halfARequestTakesNothingAway() throws IOException {
    for (int i = 0; i < 2 * HttpServer.REQUESTS_MAX; i++) {
      send(connect(), "GET / HTTP/1.1\r\nHost:");
    }
    assertEquals("HTTP/1.1 200 OK", status(ask(GET)));
  }

  @Test
  void clientThatDoesNotReadIsResetAndLittleIsBuffered() throws IOException {
    var client = new Socket();
    clients.add(client);
    client.setReceiveBufferSize(4 << 10);
    client.connect(new InetSocketAddress(LOOPBACK, server.port()));
    send(client, GET.replace("/ ", "/stream "));
    await().until(() -> server.streams() == 1);
    await().atMost(Duration.ofSeconds(20)).until(() -> server.streams() == 0);
    assertTrue(streamed.get() < 512 << 10, () -> streamed + " bytes were taken");
    assertThrows(SocketException.class, () -> client.getInputStream().readAllBytes());
  }

  @Test
  void badRequestsGetTheirStatus() throws IOException {
    assertEquals(
        "HTTP/1.1 400 Bad Request", status(ask("GET foo:bar HTTP/1.1\r\nHost: x\r\n\r\n")));
    assertEquals("HTTP/1.1 400 Bad Request", status(ask("GET foo:bar\r\n\r\n")));
    assertEquals("HTTP/1.1 505 HTTP Version Not Supported", status(ask("PRI * HTTP/2.0\r\n\r\n")));
    assertEquals(
        "HTTP/1.1 431 Request Header Fields Too Large", status(ask("GET /" + "x".repeat(20_000))));
    assertEquals("HTTP/1.1 400 Bad Request", askAndEnd("GET / HTTP/1.1\r\n"));
  }

  @Test
  void aBodyIsIgnoredAndTheAnswerArrives() throws IOException {
    String large = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n";
    String answer = ask(large + "x".repeat(900_000));
    assertEquals("HTTP/1.1 200 OK", status(answer));
    assertTrue(answer.endsWith("\r\n\r\nPOST"), answer);
  }

  @Test
  void contentThatIsReadMayComeInPieces() throws IOException {
    String head = "POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 4096\r\n\r\n";
    String content = "abcdefgh".repeat(512);
    try (Socket client = connect()) {
      send(client, head + content.substring(0, 1));
      send(client, content.substring(1, 3_000));
      send(client, content.substring(3_000) + GET);
      String answer = new String(client.getInputStream().readAllBytes(), ISO_8859_1);
      assertTrue(answer.endsWith("\r\n\r\n" + content), answer);
    }
    assertEquals(
        "HTTP/1.1 413 Content Too Large",
        status(ask(head.replace("4096", "900000") + "x".repeat(900_000))));
    assertEquals("HTTP/1.1 400 Bad Request", askAndEnd(head + "x".repeat(4_095)));
    assertEquals(
        "HTTP/1.1 411 Length Required", status(ask("POST /read HTTP/1.1\r\nHost: x\r\n\r\n")));
  }

  @Test
  void everyResponseForbidsWhatOthersCouldDoWithIt() throws IOException {
    for (String request : List.of(GET, GET.replace("/ ", "/fails "), "x\r\n\r\n")) {
      String head = ask(request).split("\r\n\r\n", 2)[0];
      for (String header :
          List.of(
              "X-Frame-Options: DENY",
              "X-Content-Type-Options: nosniff",
              "Referrer-Policy: no-referrer",
              "Cross-Origin-Resource-Policy: same-origin",
              "Cache-Control: no-store",
              "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'")) {
        assertTrue(head.lines().anyMatch(header::equals), header + " in " + head);
      }
    }
  }

  @Test
  void requestsOfOutsidersLogAtMostALineAtDebug() throws IOException {
    long seed = System.nanoTime();
    var random = new Random(seed);
    List<String> requests =
        new ArrayList<>(
            List.of(
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\nx",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\nx",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\nx",
                "GET foo:bar HTTP/1.1\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n",
                "\r\n\r\n"));
    for (int i = 0; i < 100; i++) {
      byte[] noise = new byte[1 + random.nextInt(3_000)];
      random.nextBytes(noise);
      requests.add(new String(noise, ISO_8859_1));
    }
    for (String request : requests) {
      Socket client = connect();
      send(client, request);
      client.shutdownOutput();
      assertEnds(client);
    }
    assertEquals("HTTP/1.1 200 OK", status(ask(GET)));
    List<ILoggingEvent> lines = lines().toList();
    assertTrue(lines.size() <= requests.size(), "seed " + seed + ": " + lines.size() + " lines");
    assertTrue(lines.stream().allMatch(e -> e.getLevel() == Level.DEBUG), "seed " + seed);
  }

  @Test
  void aHandlerThatFailsIsLoggedAndItsClientGets500() throws IOException {
    assertEquals("HTTP/1.1 500 Internal Server Error", status(ask(GET.replace("/ ", "/fails "))));
    assertEquals(
        List.of(
            "action: http | result: fail | path: /fails"
                + " | error: java.lang.IllegalStateException: on purpose"),
        lines().map(ILoggingEvent::getFormattedMessage).toList());
  }

  @Test
  void aTakenPortOrAnUnknownHostIsReported() {
    assertThrows(
        BindException.class,
        () ->
            HttpServer.listen(
                new InetSocketAddress(LOOPBACK, server.port()),
                Encryption.NONE,
                this::handle,
                HttpServer.REQUESTS_MAX));
    assertThrows(
        BindException.class,
        () ->
            HttpServer.listen(
                InetSocketAddress.createUnresolved("x", 0),
                Encryption.NONE,
                this::handle,
                HttpServer.REQUESTS_MAX));
  }

  /** What was logged, without the ends of connections that an earlier test's server interrupted. */
  private Stream<ILoggingEvent> lines() {
    return List.copyOf(logged.list).stream()
        .filter(line -> !line.getFormattedMessage().contains("ClosedByInterruptException"));
  }

  /** Reads the content of one path only. */
  private final class Echo implements Handler {
    @Override
    public HttpResponse handle(HttpRequest request) {
      return HttpServerTest.this.handle(request);
    }

    @Override
    public boolean readsContent(HttpRequest request) {
      return request.path().equals("/read");
    }
  }

  private HttpResponse handle(HttpRequest request) {
    return switch (request.path()) {
      case "/stream" -> new StreamedResponse("text/plain", Map.of(), this::writeOn);
      case "/read" -> new WholeResponse(200, "text/plain", request.content().getBytes(ISO_8859_1));
      case "/fails" -> throw new IllegalStateException("on purpose");
      default -> new WholeResponse(200, "text/plain", request.method().getBytes(ISO_8859_1));
    };
  }

  private void writeOn(StreamedResponse.Sink sink) throws IOException {
    byte[] piece = new byte[4 << 10];
    while (true) {
      sink.write(piece);
      streamed.addAndGet(piece.length);
    }
  }

  private Socket connect() throws IOException {
    var client = new Socket(LOOPBACK, server.port());
    clients.add(client);
    return client;
  }

  private String ask(String request) throws IOException {
    try (Socket client = connect()) {
      send(client, request);
      return new String(client.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private String askAndEnd(String request) throws IOException {
    try (Socket client = connect()) {
      send(client, request);
      client.shutdownOutput();
      return status(new String(client.getInputStream().readAllBytes(), ISO_8859_1));
    }
  }

  private static void send(Socket client, String request) throws IOException {
    client.getOutputStream().write(request.getBytes(ISO_8859_1));
  }

  private static String status(String answer) {
    return answer.lines().findFirst().orElse("nothing");
  }

  /** The connection ends, in order or by a reset. */
  private static void assertEnds(Socket client) throws IOException {
    client.setSoTimeout(20_000);
    try {
      client.getInputStream().readAllBytes();
    } catch (SocketException e) {
      assertTrue(e.toString().contains("reset"), e.toString());
    }
  }
}
