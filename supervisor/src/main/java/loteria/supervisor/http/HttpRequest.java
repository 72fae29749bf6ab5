package loteria.supervisor.http;

import java.util.Map;

/**
 * A client's request.
 *
 * @param method as it was sent: methods are case-sensitive
 * @param path begins with {@code /}; without the query, not decoded
 * @param headers by name in lower case; values of one name are joined with commas
 */
public record HttpRequest(String method, String path, Map<String, String> headers) {
  /** A header's value; empty if it is not there. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
