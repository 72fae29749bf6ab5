package loteria.supervisor.http;

import java.util.Map;

/**
 * A client's request.
 *
 * @param method as it was sent: methods are case-sensitive
 * @param path begins with {@code /}; without the query, not decoded
 * @param headers by name in lower case; values of one name are joined with commas. If the target is
 *     a URL, {@code host} is the URL's, whatever the header says (RFC 9112)
 * @param content each byte as one character; empty if the handler does not read it
 * @param peer the client
 */
public record HttpRequest(
    String method, String path, Map<String, String> headers, String content, HttpPeer peer) {
  /** A header's value; empty if it is not there. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
