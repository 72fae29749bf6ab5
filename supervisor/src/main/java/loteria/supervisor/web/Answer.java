package loteria.supervisor.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import loteria.ipc.channel.Deadlines;

/**
 * What one request is answered with, whole.
 *
 * @param type the content's type
 * @param body must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; sent as it is.
record Answer(int code, String type, byte[] body) {
  private static final String NOTHING_MAY_BE_LOADED = "default-src 'none'; frame-ancestors 'none'";

  static Answer json(byte[] json) {
    return new Answer(200, "application/json; charset=utf-8", json);
  }

  /** A line of text. */
  static Answer line(int code, String line) {
    return new Answer(code, "text/plain; charset=utf-8", (line + "\n").getBytes(UTF_8));
  }

  /** The headers of every answer. */
  static void head(HttpExchange exchange, String type) {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    if (!headers.containsKey("Content-Security-Policy")) {
      headers.set("Content-Security-Policy", NOTHING_MAY_BE_LOADED);
    }
  }

  /**
   * Sends it.
   *
   * @throws IOException when the client is gone or does not read
   */
  void send(HttpExchange exchange, Deadlines deadlines) throws IOException {
    head(exchange, type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(code, -1);
      return;
    }
    exchange.sendResponseHeaders(code, body.length);
    try (var out = new WriteLimit(deadlines, exchange.getResponseBody())) {
      out.write(body);
    }
    exchange.close();
  }
}
