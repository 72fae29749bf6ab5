package loteria.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/**
 * HTTP by hand, so that requests may be malformed.
 *
 * @param port the server's
 */
public record RawHttp(int port) {
  /** Of a server that is ready. */
  public static RawHttp of(Program server) {
    String line = "action: ready \\| result: success .*\\| http: (\\d+)";
    return new RawHttp(Integer.parseInt(server.awaitLine(line).group(1)));
  }

  /** Sends a request as it is; everything that comes until the server closes. */
  public String ask(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  /** A GET with these header lines besides Host. */
  public String get(String path, String... headers) throws IOException {
    return ask("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + lines(headers) + "\r\n");
  }

  /** A form with a token, with these header lines besides. */
  public String login(String token, String... headers) throws IOException {
    String content = "token=" + token;
    return ask(
        "POST /login HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            + content.length()
            + "\r\n"
            + lines(headers)
            + "\r\n"
            + content);
  }

  /** The status of a response. */
  public static int status(String response) {
    return Integer.parseInt(response.substring("HTTP/1.1 ".length()).substring(0, 3));
  }

  private static String lines(String... headers) {
    return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
  }
}
