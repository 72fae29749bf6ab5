package loteria.supervisor.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import loteria.supervisor.access.Access;
import loteria.supervisor.http.Encryption;
import loteria.supervisor.http.HttpServer;
import loteria.supervisor.status.History;
import loteria.supervisor.status.Json;
import loteria.supervisor.status.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Browsers that watch: many, slow ones, and those that are gone. */
@Timeout(60)
class EventStreamTest {
  private final View view = new View();
  private final List<Browser> browsers = new ArrayList<>();
  private WebServer server;

  /** A browser that requests the events and reads them when the test asks. */
  private record Browser(Socket socket, BufferedReader in) {
    /** The next event's data, after its name. */
    String event(String name) throws IOException {
      String line = in.readLine();
      while (line != null && !line.startsWith("event: ")) {
        line = in.readLine();
      }
      assertEquals("event: " + name, line);
      return in.readLine().substring("data: ".length());
    }
  }

  @BeforeEach
  void listen() throws IOException {
    server =
        WebServer.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Encryption.NONE,
            Access.open(),
            view,
            HttpServer.REQUESTS_MAX);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    for (Browser browser : browsers) {
      browser.socket().close();
    }
  }

  @Test
  void thePastComesFirstThenTheStatusTwiceASecond() throws IOException {
    Browser browser = browse();
    assertEquals("HTTP/1.1 200 OK", browser.in().readLine());
    assertEquals(view.history(), Json.read(browser.event("history"), History.class));
    assertEquals(view.status, Json.read(browser.event("status"), Status.class));
    long start = System.nanoTime();
    Status next = View.status(4, 2000);
    view.status = next;
    assertEquals(next, Json.read(browser.event("status"), Status.class));
    browser.event("status");
    browser.event("status");
    Duration three = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(three.toMillis() > 900, () -> "three events in " + three);
  }

  @Test
  void proxiesMustNotBufferEvents() throws IOException {
    Browser browser = browse();
    List<String> head = new ArrayList<>();
    for (String line = browser.in().readLine(); !line.isEmpty(); line = browser.in().readLine()) {
      head.add(line);
    }
    assertTrue(head.contains("X-Accel-Buffering: no"), head.toString());
  }

  @Test
  void oneStatusIsMadeForAllStreamsAndNoneWithoutStreams() throws IOException {
    for (int i = 0; i < 50; i++) {
      browse();
    }
    for (Browser browser : browsers) {
      browser.event("history");
    }
    int before = view.asked.get();
    for (int tick = 0; tick < 4; tick++) {
      for (Browser browser : browsers) {
        browser.event("status");
      }
    }
    int made = view.asked.get() - before;
    assertTrue(made <= 6, made + " for four ticks of 50 streams");

    for (Browser browser : browsers) {
      browser.socket().close();
    }
    await().until(() -> server.streams() == 0);
    int after = view.asked.get();
    await().during(Duration.ofMillis(1200)).until(() -> view.asked.get() == after);
  }

  @Test
  void streamOverTheLimitGets503() throws IOException {
    for (int i = 0; i < HttpServer.REQUESTS_MAX; i++) {
      browse();
    }
    await().until(() -> server.streams() == HttpServer.REQUESTS_MAX);
    assertTrue(browse().in().readLine().startsWith("HTTP/1.1 503 "));
    browsers.get(7).socket().close();
    await().until(() -> server.streams() < HttpServer.REQUESTS_MAX);
    assertEquals("HTTP/1.1 200 OK", browse().in().readLine());
  }

  @Test
  void aBrowserThatDoesNotReadIsDroppedAndTheOthersAreServed() throws IOException {
    view.status = View.status(50_000, 10); // Larger than what the kernel buffers.
    browse(); // and never reads
    Browser reader = browse();
    reader.event("history");
    await().until(() -> server.streams() == 2);
    await()
        .atMost(Duration.ofSeconds(15))
        .until(
            () -> {
              reader.event("status");
              return server.streams() == 1;
            });
    reader.event("status");
  }

  @Test
  void closesAtOnceWithStreamsOpen() throws IOException {
    for (int i = 0; i < 20; i++) {
      browse().event("history");
    }
    assertTimeout(Duration.ofSeconds(1), server::close);
    for (Browser browser : browsers) {
      String line = browser.in().readLine();
      while (line != null) {
        line = browser.in().readLine();
      }
      assertNull(line);
    }
  }

  @Test
  void manyLargeStreamsGetFewerEvents() {
    assertEquals(500_000_000L, Feed.periodNanos(3_000, 256));
    assertEquals(500_000_000L, Feed.periodNanos(180_000, 1));
    assertTrue(Feed.periodNanos(180_000, 256) > 2_000_000_000L);
  }

  private Browser browse() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket
        .getOutputStream()
        .write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
    var browser =
        new Browser(
            socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)));
    browsers.add(browser);
    return browser;
  }
}
