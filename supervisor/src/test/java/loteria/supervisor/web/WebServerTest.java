package loteria.supervisor.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import loteria.supervisor.access.Access;
import loteria.supervisor.http.Encryption;
import loteria.supervisor.status.History;
import loteria.supervisor.status.Json;
import loteria.supervisor.status.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes of the server, and the requests that it refuses. */
@Timeout(60)
class WebServerTest {
  private final View view = new View();
  private final HttpClient client = HttpClient.newHttpClient();
  private WebServer server;

  @BeforeEach
  void listen() throws IOException {
    server =
        WebServer.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Encryption.NONE,
            Access.open(),
            view,
            256);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
  }

  @Test
  void thePageIsOneDocumentThatLoadsNothing() throws Exception {
    HttpResponse<String> page = get("/");
    assertEquals(200, page.statusCode());
    assertEquals("text/html; charset=utf-8", header(page, "Content-Type"));
    assertTrue(header(page, "Content-Security-Policy").startsWith("default-src 'none'; "));
    assertFalse(header(page, "Content-Security-Policy").contains("unsafe"));
    assertFalse(
        Pattern.compile("(src|href)=\"(?!#|data:|api/status|metrics)|url\\(|@import|style=\"")
            .matcher(page.body())
            .find());
    assertFalse(page.body().contains("/* page."), "the parts are put together");
  }

  @Test
  void theStatusIsTheSnapshot() throws Exception {
    HttpResponse<String> answer = get("/api/status");
    assertEquals(view.status, Json.read(answer.body(), Status.class));
    assertEquals("application/json; charset=utf-8", header(answer, "Content-Type"));
    assertEquals("no-store", header(answer, "Cache-Control"));
    assertEquals("nosniff", header(answer, "X-Content-Type-Options"));
  }

  @Test
  void theHistoryIsThere() throws Exception {
    assertEquals(view.history(), Json.read(get("/api/history").body(), History.class));
  }

  @Test
  void theStatusIsMadeTwiceASecondForAnyNumberOfClients() throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < 200; i++) {
      assertEquals(200, get("/api/status").statusCode());
    }
    long halfSeconds = (System.nanoTime() - start) / 500_000_000;
    assertTrue(view.asked.get() <= halfSeconds + 2, view.asked + " in " + halfSeconds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing", "/api", "/api/status/", "/page.js", "/%2e%2e/passwd"})
  void unknownPathIsNotFound(String path) throws Exception {
    assertEquals(404, get(path).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "WHATEVER"})
  void nothingCanBeChanged(String method) throws Exception {
    HttpResponse<String> answer =
        client.send(
            request("/api/status")
                .method(method, HttpRequest.BodyPublishers.ofString("scale 0"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(405, answer.statusCode());
    assertEquals("GET, HEAD", header(answer, "Allow"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/status", "/metrics", "/healthz", "/readyz", "/events"})
  void headHasNoBody(String path) throws Exception {
    HttpResponse<String> answer =
        client.send(
            request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode());
    assertEquals("", answer.body());
  }

  @Test
  void readyWhileAgenciesCanBeServed() throws Exception {
    assertEquals(200, get("/readyz").statusCode());
    view.notReady = "no worker takes a session";
    assertEquals(503, get("/readyz").statusCode());
    assertEquals("no worker takes a session\n", get("/readyz").body());
    assertEquals(200, get("/healthz").statusCode());
  }

  @Test
  void malformedRequestsHarmNoOtherClient() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    List<String> requests = new ArrayList<>();
    requests.add("GET /" + "x".repeat(1 << 20) + " HTTP/1.1\r\n\r\n");
    requests.add("GET / HTTP/1.1\r\n" + "X: y\r\n".repeat(10_000) + "\r\n");
    requests.add("GET mailto:x HTTP/1.1\r\n\r\n");
    requests.add("GET * HTTP/1.1\r\n\r\n");
    requests.add("GET  HTTP/1.1\r\n\r\n");
    requests.add("POST /events HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\nx");
    for (int i = 0; i < 50; i++) {
      byte[] noise = new byte[random.nextInt(2000)];
      random.nextBytes(noise);
      requests.add(new String(noise, ISO_8859_1) + "\r\n\r\n");
    }
    for (String request : requests) {
      try (Socket socket = connect()) {
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      } catch (IOException e) {
        // It was cut off while it still sent.
        assertTrue(request.length() > 16 << 10, request);
      }
    }
    assertEquals(200, get("/healthz").statusCode());
  }

  @Test
  void unfinishedRequestsDelayNoOtherClient() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        slow.add(connect());
        slow.get(i).getOutputStream().write("GET / HTTP/1.1\r\nHost: ".getBytes(ISO_8859_1));
      }
      assertEquals(200, get("/").statusCode());
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.port());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }
}
