package loteria.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may read the page and the metrics of the built server. */
@Timeout(180)
class HttpAccessTest {
  private static final String TOKEN = "the-token-of-the-test-0123";
  private static final String NEXT = "another-token-of-the-test-4567";
  private static final String BEARER = "Authorization: Bearer ";

  @TempDir Path folder;

  @Test
  void anAddressForOtherMachinesNeedsAChoice() throws IOException {
    Path file = Files.writeString(folder.resolve("short"), "secret\n");
    assertRefused("--http-token FILE", "--http", "0.0.0.0:0");
    assertRefused("--http-open for all", "--http", "0.0.0.0:0");
    assertRefused("--http-open '0' is neither", Map.of("SERVER_HTTP_OPEN", "0"));
    assertRefused(
        "--http-token '" + file + "' is not usable: its first line has fewer than 16 characters",
        "--http",
        "127.0.0.1:0",
        "--http-token",
        file.toString());
    assertTrue(Files.notExists(folder.resolve("data")), "something was started");
  }

  @Test
  void anOpenPageIsReportedAndKnowsItsNames() throws IOException {
    try (RunningServer server =
        start("--http", "0.0.0.0:0", "--http-open", "--http-name", "server,lottery.example")) {
      RawHttp http = RawHttp.of(server.program());
      server.program().awaitLine("action: ready .*\\| http_readers: open to everybody");
      assertEquals(200, RawHttp.status(http.get("/metrics")));
      for (String host : List.of("server:8080", "LOTTERY.example", "[::1]", "10.1.2.3:80")) {
        assertEquals(200, RawHttp.status(to(http, host)), host);
      }
      String machine = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      assertEquals(200, RawHttp.status(to(http, machine + ":" + http.port())));
      String refused = to(http, "rebound.example:" + http.port());
      assertEquals(421, RawHttp.status(refused));
      assertTrue(refused.contains("--http-name"), refused);
      assertFalse(refused.contains("rebound"), refused);
    }
  }

  @Test
  void onlyTheTokenOrItsCookieReads() throws IOException {
    try (RunningServer server = startWithToken()) {
      RawHttp http = RawHttp.of(server.program());
      for (String path : List.of("/", "/api/status", "/api/history", "/events", "/metrics", "/x")) {
        assertEquals(401, RawHttp.status(http.get(path)), path);
        assertEquals(401, RawHttp.status(http.get(path, BEARER + "x")), path);
      }
      assertTrue(http.get("/healthz").endsWith("\r\n\r\nalive\n"));
      assertTrue(http.get("/readyz").endsWith("\r\n\r\nready\n"));
      assertTrue(http.get("/metrics").contains("\r\nWWW-Authenticate: Bearer\r\n"));
      assertTrue(http.get("/metrics", BEARER + TOKEN).contains("\nloteria_stored_bets_total 0"));
    }
  }

  @Test
  void theFormGivesACookie() throws IOException {
    try (RunningServer server = startWithToken()) {
      RawHttp http = RawHttp.of(server.program());
      String welcome = http.login(TOKEN, "Origin: http://localhost");
      assertEquals(303, RawHttp.status(welcome));
      assertFalse(welcome.contains(TOKEN), welcome);
      String cookie = cookie(welcome);
      assertEquals(200, RawHttp.status(http.get("/", "Cookie: a=b; " + cookie + "; c=d")));
      assertEquals(200, RawHttp.status(http.get("/", "cookie: a=b", "COOKIE: " + cookie)));
      assertEquals(401, RawHttp.status(http.get("/", "Cookie: " + cookie + "0")));
      assertEquals(403, RawHttp.status(http.login(TOKEN, "Origin: http://evil.example")));
      assertEquals(401, RawHttp.status(http.login("wrong")));
    }
  }

  @Test
  void aNewTokenReplacesTheOldOneWithoutARestartAndNeitherIsPrinted() throws IOException {
    try (RunningServer server = startWithToken("--log-level", "DEBUG")) {
      RawHttp http = RawHttp.of(server.program());
      String cookie = cookie(http.login(TOKEN));
      Path next = Files.writeString(folder.resolve("next"), NEXT + "\n");
      Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
      Files.move(next, folder.resolve("token"), StandardCopyOption.ATOMIC_MOVE);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> RawHttp.status(http.get("/", "Cookie: " + cookie)) == 401);
      assertEquals(200, RawHttp.status(http.get("/", BEARER + NEXT)));
      assertEquals(401, RawHttp.status(http.get("/", BEARER + TOKEN)));
      server.program().awaitLine("action: http_token \\| result: success \\| file: ");
      server.program().awaitLine("action: http_token \\| result: fail \\| error: wrong token");
      assertEquals(0, server.stop());
      assertEquals(List.of(), server.program().lines(TOKEN));
      assertEquals(List.of(), server.program().lines(NEXT));
    }
  }

  @Test
  void guessesAreBoundedAndNeitherProbesNorCookiesSuffer() throws IOException {
    try (RunningServer server = startWithToken()) {
      RawHttp http = RawHttp.of(server.program());
      String cookie = cookie(http.login(TOKEN));
      int looked = 0;
      long start = System.nanoTime();
      for (int i = 0; i < 200; i++) {
        looked += RawHttp.status(http.get("/metrics", BEARER + "guess-" + i)) == 401 ? 1 : 0;
      }
      long seconds = (System.nanoTime() - start) / 1_000_000_000;
      assertTrue(looked >= 10 && looked <= 11 + seconds, looked + " in " + seconds + " s");
      assertEquals(200, RawHttp.status(http.get("/", "Cookie: " + cookie)));
      assertEquals(200, RawHttp.status(http.get("/healthz")));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> RawHttp.status(http.get("/metrics", BEARER + TOKEN)) == 200);
      assertTrue(server.program().lines("wrong token").size() <= 2 + seconds / 10);
    }
  }

  @Test
  void malformedRequestsOfOutsidersGetNothing() throws IOException {
    try (RunningServer server = startWithToken()) {
      RawHttp http = RawHttp.of(server.program());
      String get = "GET /metrics HTTP/1.1\r\n";
      String host = "Host: localhost\r\n";
      String bearer = BEARER + TOKEN + "\r\n";
      String post = "POST /login HTTP/1.1\r\n" + host;
      String form = "Content-Type: application/x-www-form-urlencoded\r\n";
      assertStatus(400, http, get + bearer + "\r\n");
      assertStatus(400, http, get + host + host + bearer + "\r\n");
      assertStatus(400, http, get + host + "hOsT: evil.example\r\n" + bearer + "\r\n");
      assertStatus(421, http, get + "Host: localhost, evil.example\r\n" + bearer + "\r\n");
      assertStatus(421, http, get + "Host:\r\n" + bearer + "\r\n");
      assertStatus(421, http, url("http://evil.example/metrics") + host + bearer + "\r\n");
      assertStatus(421, http, url("http://localhost@evil.example/") + host + bearer + "\r\n");
      assertStatus(200, http, url("http://localhost/metrics") + host + bearer + "\r\n");
      assertStatus(
          200, http, get + "hOST: LOCALHOST\r\naUTHORIZATION: bEARER " + TOKEN + "\r\n\r\n");
      assertStatus(401, http, get + host + bearer + bearer + "\r\n");
      assertStatus(401, http, get + host + BEARER + "x".repeat(15_000) + "\r\n\r\n");
      assertStatus(431, http, get + host + BEARER + "x".repeat(20_000) + "\r\n\r\n");
      assertStatus(401, http, "GET /metrics/../healthz HTTP/1.1\r\n" + host + "\r\n");
      assertStatus(401, http, "GET /metrics?/healthz HTTP/1.1\r\n" + host + "\r\n");
      assertStatus(401, http, "GET /healthz/ HTTP/1.1\r\n" + host + "\r\n");
      assertStatus(401, http, "POST /healthz HTTP/1.1\r\n" + host + "\r\n");
      assertStatus(401, http, "GET /login HTTP/1.1\r\n" + host + "\r\n");
      assertStatus(401, http, "GET /metrics HTTP/1.0\r\n\r\n");
      assertStatus(411, http, post + form + "\r\ntoken=" + TOKEN);
      assertStatus(
          411, http, post + form + "Transfer-Encoding: chunked\r\n\r\n5\r\ntoken\r\n0\r\n\r\n");
      assertStatus(413, http, post + form + "Content-Length: 4097\r\n\r\n" + "x".repeat(4_097));
      assertStatus(400, http, post + form + "Content-Length: 2\r\n\r\ntoken=" + TOKEN);

      String two = http.ask(get + host + "\r\n" + get + host + bearer + "\r\n");
      assertEquals(401, RawHttp.status(two));
      assertEquals(two.indexOf("HTTP/1.1"), two.lastIndexOf("HTTP/1.1"), "one response");
      String head = http.ask("HEAD / HTTP/1.1\r\nAccept: text/html\r\n" + host + "\r\n");
      assertEquals(401, RawHttp.status(head));
      assertTrue(head.endsWith("\r\n\r\n"), head);
    }
  }

  private static void assertStatus(int status, RawHttp http, String request) throws IOException {
    String response = http.ask(request);
    String shown = request.substring(0, Math.min(200, request.length()));
    assertEquals(status, RawHttp.status(response), () -> shown + "\n" + response);
    assertFalse(status != 200 && response.contains(TOKEN), shown);
  }

  private static String url(String target) {
    return "GET " + target + " HTTP/1.1\r\n";
  }

  private static String to(RawHttp http, String host) throws IOException {
    return http.ask("GET /api/status HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }

  private static String cookie(String response) {
    String header = response.split("\r\nSet-Cookie: ", 2)[1];
    return header.substring(0, header.indexOf(';'));
  }

  private RunningServer start(String... more) {
    return RunningServer.start(folder, 1, 1, more);
  }

  private RunningServer startWithToken(String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    List<String> all =
        new ArrayList<>(List.of("--http", "0.0.0.0:0", "--http-token", file.toString()));
    all.addAll(List.of(more));
    return start(all.toArray(String[]::new));
  }

  private void assertRefused(String part, String... arguments) {
    assertRefused(part, Map.of(), arguments);
  }

  private void assertRefused(String part, Map<String, String> environment, String... arguments) {
    try (Program program = Program.start(folder, "supervisor", List.of(arguments), environment)) {
      assertEquals(2, program.awaitExit());
      assertTrue(
          program.lines().stream().anyMatch(line -> line.contains(part)),
          () -> String.join("\n", program.lines()));
      assertEquals(List.of(), program.lines("secret"));
    }
  }
}
