package loteria.supervisor.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;

/**
 * A response with its whole content.
 *
 * @param code the status
 * @param type the content's type
 * @param body must not be changed
 * @param headers besides those that every response has
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; sent as it is.
public record WholeResponse(int code, String type, byte[] body, Map<String, String> headers)
    implements HttpResponse {
  public WholeResponse(int code, String type, byte[] body) {
    this(code, type, body, Map.of());
  }

  public static WholeResponse json(byte[] json) {
    return new WholeResponse(200, "application/json; charset=utf-8", json);
  }

  /** A response of one line of text. */
  public static WholeResponse line(int code, String line) {
    return new WholeResponse(code, "text/plain; charset=utf-8", (line + "\n").getBytes(UTF_8));
  }

  /** The same response with one header more. */
  public WholeResponse with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new WholeResponse(code, type, body, more);
  }
}
