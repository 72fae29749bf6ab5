package loteria.supervisor.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RequestHeadTest {
  private static final HttpPeer PEER = new HttpPeer(InetAddress.getLoopbackAddress(), false);

  @Test
  void aRequestIsItsMethodPathAndHeaders() throws BadRequestException {
    HttpRequest request =
        parse("GET /metrics HTTP/1.1\r\nHost: x:8080\r\nACCEPT:  a/b \r\naccept: c\tñ\r\n\r\n");
    assertEquals("GET", request.method());
    assertEquals("/metrics", request.path());
    assertEquals("a/b, c\tñ", request.header("accept"));
    assertEquals("", request.header("cookie"));
  }

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/events?x=/y#z, /events",
    "/a#b?c, /a",
    "//x/y, //x/y",
    "/%2e%2e/x, /%2e%2e/x",
    "http://x, /",
    "http://x?y, /",
    "HTTPS://x:8080/a/b?c, /a/b",
    "http://u@[::1]:80/a, /a"
  })
  void aTargetIsAPathOrAUrl(String target, String path) throws BadRequestException {
    assertEquals(path, parse("GET " + target + " HTTP/1.1\nHost: x\n\n").path());
  }

  @Test
  void theHostOfAUrlCountsNotTheHeader() throws BadRequestException {
    String target = "GET http://evil.example:80/x HTTP/1.1\r\nHost: localhost\r\n\r\n";
    assertEquals("evil.example:80", parse(target).header("host"));
    assertEquals("a.b", parse("GET /x HTTP/1.1\r\nHOST:a.b\r\n\r\n").header("host"));
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Length: 0, 0",
    "content-LENGTH:  4096 , 4096",
    "X: y, -411",
    "Transfer-Encoding: chunked, -411",
    "'Content-Length: 5 & Transfer-Encoding: chunked', -411",
    "'Content-Length: 5 & Content-Length: 5', -400",
    "Content-Length: -1, -400",
    "Content-Length: +1, -400",
    "Content-Length: 0x1, -400",
    "Content-Length: 99999999999999999999, -400",
    "Content-Length: 4097, -413",
    "Content-Length: 999999999999999999, -413",
    "'Content-Length: 5 & Expect: 100-continue', -417"
  })
  void contentHasALengthWithinTheLimit(String header, int bytes) throws BadRequestException {
    HttpRequest request =
        parse("POST / HTTP/1.1\nHost: x\n" + header.replace(" & ", "\n") + "\n\n");
    if (bytes >= 0) {
      assertEquals(bytes, RequestHead.contentBytes(request));
    } else {
      var refused =
          assertThrows(BadRequestException.class, () -> RequestHead.contentBytes(request));
      assertEquals(-bytes, refused.code());
    }
  }

  @Test
  void anOldClientNeedsNoHost() throws BadRequestException {
    assertEquals("/", parse("GET / HTTP/1.0\n\n").path());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n\n",
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET /\r\n\r\n",
        "GET foo:bar HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET mailto:x HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET http:// HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET http:///x HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET  HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /ñ HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /\u0000 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n",
        "G(T / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/x\r\nHost: x\r\n\r\n",
        "GET / http/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nhost: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\rX: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: \u001b[2J\r\n\r\n"
      })
  void malformedRequestIsRefused(String head) {
    var refused = assertThrows(BadRequestException.class, () -> parse(head));
    assertEquals(400, refused.code());
  }

  @Test
  void otherVersionsAreRefused() {
    var refused =
        assertThrows(BadRequestException.class, () -> parse("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    assertEquals(505, refused.code());
  }

  @Test
  void aHeadEndsWithAnEmptyLine() {
    byte[] bytes = "GET / HTTP/1.1\r\nHost: x\r\n\r\nGET".getBytes(ISO_8859_1);
    int end = bytes.length - "GET".length();
    for (int from = 0; from <= end; from++) {
      for (int to = from; to <= bytes.length; to++) {
        int found = RequestHead.end(bytes, from, to);
        assertEquals(from < end && to >= end ? end : -1, found, from + " to " + to);
      }
    }
    assertEquals(4, RequestHead.end("a:\n\nb".getBytes(ISO_8859_1), 0, 5));
    assertEquals(-1, RequestHead.end("\r\n\rx".getBytes(ISO_8859_1), 0, 4));
  }

  @Test
  void randomBytesAreRefusedWithoutAnotherException() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    String alphabet = "GET / HTTP/1.1\r\n\r\n: xhost?#\t\u0000\u00ff";
    int parsed = 0;
    for (int i = 0; i < 50_000; i++) {
      var head = new StringBuilder(random.nextBoolean() ? "GET / HTTP/1.1\r\nHost: x" : "");
      int length = random.nextInt(40);
      for (int j = 0; j < length; j++) {
        head.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        HttpRequest request = parse(head + "\r\n\r\n");
        assertTrue(request.path().startsWith("/"), "seed " + seed);
        parsed++;
      } catch (BadRequestException e) {
        assertNotNull(e.getMessage(), "seed " + seed);
      }
    }
    assertTrue(parsed > 100, "seed " + seed);
  }

  private static HttpRequest parse(String head) throws BadRequestException {
    return RequestHead.parse(head, PEER);
  }
}
