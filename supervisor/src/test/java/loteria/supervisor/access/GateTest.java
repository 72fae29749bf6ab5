package loteria.supervisor.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import loteria.supervisor.http.HttpPeer;
import loteria.supervisor.http.HttpRequest;
import loteria.supervisor.http.HttpResponse;
import loteria.supervisor.http.StreamedResponse;
import loteria.supervisor.http.WholeResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets through the gate, and what the others get. */
@Timeout(10)
class GateTest {
  private static final String TOKEN = "a+token/of=sixteen&more";
  private static final String FORM = "token=a%2Btoken%2Fof%3Dsixteen%26more";
  private static final Map<String, String> HTML = Map.of("accept", "text/html,*/*");

  private final AtomicLong nanos = new AtomicLong();
  private final HostNames hosts = new HostNames(List.of("lottery.example.org"));
  private Path file;
  private Gate gate;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    file = folder.resolve("token");
    Files.writeString(file, TOKEN);
    gate = gate(TokenFile.open(file, nanos::get));
  }

  @Test
  void withoutATokenEveryRequestForThisServerGetsThrough() throws IOException {
    gate = gate(null);
    assertEquals(200, get("/", Map.of()).code());
    assertEquals(421, get("/", Map.of("host", "evil.example")).code());
    assertFalse(gate.readsContent(request("POST", "/login", Map.of(), "")));
  }

  @Test
  void anotherHostIsRefusedWithTheTokenTooAndTheFlagIsNamed() throws IOException {
    WholeResponse refused =
        get("/", Map.of("host", "evil.example", "authorization", "Bearer " + TOKEN));
    assertEquals(421, refused.code());
    assertTrue(text(refused).contains("--http-name"), text(refused));
    assertFalse(text(refused).contains("evil"), text(refused));
    assertEquals(
        200,
        get("/", Map.of("host", "lottery.example.org:80", "authorization", "Bearer " + TOKEN))
            .code());
  }

  @Test
  void aProgramPresentsTheTokenOrIsAskedForIt() throws IOException {
    for (String scheme : List.of("Bearer ", "bearer  ", "BEARER ")) {
      assertEquals(200, get("/metrics", Map.of("authorization", scheme + TOKEN)).code());
    }
    for (String header : List.of("", TOKEN, "Basic " + TOKEN, "Bearer", "Bearer x" + TOKEN)) {
      WholeResponse refused = get("/metrics", Map.of("authorization", header));
      assertEquals(401, refused.code(), header);
      assertEquals("Bearer", refused.headers().get("WWW-Authenticate"));
      assertEquals("send the header: Authorization: Bearer TOKEN\n", text(refused));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "OPTIONS", "TRACE"})
  void noMethodGetsThroughWithoutAToken(String method) throws IOException {
    for (String path : List.of("/", "/api/status", "/events", "/login/", "//login", "/LOGIN")) {
      assertEquals(401, whole(request(method, path, Map.of(), FORM)).code(), path);
    }
  }

  @Test
  void onlyAPostLogsIn() throws IOException {
    Map<String, String> form = Map.of("content-type", "application/x-www-form-urlencoded");
    for (String method : List.of("GET", "HEAD", "PUT", "post")) {
      HttpRequest request = request(method, "/login", form, FORM);
      assertFalse(gate.readsContent(request), method);
      assertEquals(401, whole(request).code(), method);
    }
  }

  @Test
  void aBrowserGetsAFormThenACookieThenThePage() throws IOException {
    WholeResponse form = get("/", HTML);
    assertEquals(401, form.code());
    assertTrue(text(form).contains("<form method=\"post\" action=\"login\">"), text(form));
    assertFalse(Pattern.compile("\\{[a-z]+}|/\\*").matcher(text(form)).find(), text(form));
    assertEquals("same-origin", form.headers().get("Referrer-Policy"));

    WholeResponse in = login(FORM, Map.of());
    assertEquals(303, in.code());
    assertEquals("./", in.headers().get("Location"));
    String cookie = String.valueOf(in.headers().get("Set-Cookie")).split(";", 2)[0];
    assertEquals(200, get("/", Map.of("cookie", "other=1; " + cookie)).code());
    assertEquals(401, get("/", Map.of("cookie", cookie + "x")).code());
  }

  @Test
  void aFormFindsTheLoginFromEveryPathAndSpeaksSpanish() throws IOException {
    assertTrue(text(get("/metrics", HTML)).contains("action=\"login\""));
    assertTrue(text(get("/api/status", HTML)).contains("action=\"../login\""));
    Map<String, String> spanish = new HashMap<>(HTML);
    spanish.put("accept-language", "es-AR,es;q=0.9,en;q=0.8");
    assertTrue(text(get("/", spanish)).contains("Token de acceso"));
    assertTrue(text(get("/" + "/".repeat(9_000), HTML)).length() < 4_000);
  }

  @Test
  void aWrongTokenIsAskedForAgain() throws IOException {
    WholeResponse again = login("token=wrong", HTML);
    assertEquals(401, again.code());
    assertTrue(text(again).contains("That is not the token."), text(again));
    assertFalse(text(again).contains("wrong"), text(again));
    assertFalse(again.headers().containsKey("Set-Cookie"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 400",
    "tok=x, 400",
    "token=%zz, 400",
    "token=, 401",
    "x=y&token=a%2Btoken%2Fof%3Dsixteen%26more, 303",
    "token=+a%2Btoken%2Fof%3Dsixteen%26more%0A, 303",
    "token=x&token=a%2Btoken%2Fof%3Dsixteen%26more, 401"
  })
  void theFirstTokenOfTheFormCounts(String content, int code) throws IOException {
    assertEquals(code, login(content, Map.of()).code());
  }

  @Test
  void onlyThePagesOwnFormLogsIn() throws IOException {
    assertEquals(303, login(FORM, Map.of("origin", "http://localhost:8080")).code());
    assertEquals(303, login(FORM, Map.of("origin", "https://LOCALHOST:8080")).code());
    for (String origin :
        List.of("null", "", "http://evil.example", "http://localhost", "http://localhost:80801")) {
      assertEquals(403, login(FORM, Map.of("origin", origin)).code(), origin);
    }
    assertEquals(415, login(FORM, Map.of("content-type", "text/plain")).code());
    assertEquals(
        303,
        login(FORM, Map.of("content-type", "application/x-www-form-urlencoded; charset=UTF-8"))
            .code());
  }

  @Test
  void afterTenWrongTokensEvenTheRightOneWaitsButACookieDoesNot() throws IOException {
    String cookie =
        String.valueOf(login(FORM, Map.of()).headers().get("Set-Cookie")).split(";", 2)[0];
    for (int i = 0; i < WrongTries.TRIES_MAX; i++) {
      assertEquals(401, get("/", Map.of("authorization", "Bearer " + i)).code());
    }
    WholeResponse refused = get("/", Map.of("authorization", "Bearer " + TOKEN));
    assertEquals(429, refused.code());
    assertEquals("10", refused.headers().get("Retry-After"));
    WholeResponse form = login(FORM, HTML);
    assertEquals(429, form.code());
    assertTrue(text(form).contains("wait ten seconds"), text(form));
    assertEquals(401, get("/", Map.of()).code());
    assertEquals(200, get("/", Map.of("cookie", cookie, "authorization", "Bearer wrong")).code());
  }

  @Test
  void probesNeedNoToken() throws IOException {
    assertEquals("alive\n", text(get("/healthz", Map.of())));
    assertEquals("inside\n", text(get("/healthz", Map.of("authorization", "Bearer " + TOKEN))));
    assertEquals("alive\n", text(get("/healthz", Map.of("authorization", "Bearer wrong"))));
  }

  @Test
  void aStreamEndsWithItsToken() throws Exception {
    var stream =
        assertInstanceOf(
            StreamedResponse.class,
            gate.handle(request("GET", "/stream", Map.of("authorization", "Bearer " + TOKEN), "")));
    var received = new ByteArrayOutputStream();
    var ended =
        assertThrows(
            IOException.class,
            () ->
                stream
                    .body()
                    .writeTo(
                        piece -> {
                          assertEquals(0, received.size(), "the stream continues");
                          received.writeBytes(piece);
                          Files.writeString(file, "another-token-0123");
                          nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                        }));
    assertEquals("the token was replaced", ended.getMessage());
    assertEquals(1, received.size());
  }

  @Test
  void anOldCookieEndsWithItsToken() throws IOException {
    String cookie =
        String.valueOf(login(FORM, Map.of()).headers().get("Set-Cookie")).split(";", 2)[0];
    Files.writeString(file, "another-token-0123");
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertEquals(401, get("/", Map.of("cookie", cookie)).code());
    assertEquals(401, get("/", Map.of("authorization", "Bearer " + TOKEN)).code());
    assertEquals(200, get("/", Map.of("authorization", "Bearer another-token-0123")).code());
  }

  private Gate gate(@Nullable TokenFile token) {
    return new Gate(
        new Access(hosts, token),
        GateTest::inside,
        request -> request.path().equals("/healthz") ? WholeResponse.line(200, "alive") : null);
  }

  private static HttpResponse inside(HttpRequest request) {
    if (request.path().equals("/stream")) {
      return new StreamedResponse(
          "text/plain",
          Map.of(),
          sink -> {
            while (true) {
              sink.write(new byte[1]);
            }
          });
    }
    return WholeResponse.line(200, "inside");
  }

  private WholeResponse get(String path, Map<String, String> headers) throws IOException {
    return whole(request("GET", path, headers, ""));
  }

  private WholeResponse login(String content, Map<String, String> headers) throws IOException {
    Map<String, String> all = new HashMap<>();
    all.put("content-type", "application/x-www-form-urlencoded");
    all.putAll(headers);
    HttpRequest request = request("POST", "/login", all, content);
    assertTrue(gate.readsContent(request));
    return whole(request);
  }

  private WholeResponse whole(HttpRequest request) throws IOException {
    return assertInstanceOf(WholeResponse.class, gate.handle(request));
  }

  private static HttpRequest request(
      String method, String path, Map<String, String> headers, String content) {
    Map<String, String> all = new HashMap<>();
    all.put("host", "localhost:8080");
    all.putAll(headers);
    var peer = new HttpPeer(InetAddress.getLoopbackAddress(), false);
    return new HttpRequest(method, path, all, content, peer);
  }

  private static String text(WholeResponse response) {
    return new String(response.body(), UTF_8);
  }
}
