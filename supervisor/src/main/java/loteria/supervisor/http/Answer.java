package loteria.supervisor.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;

/**
 * An answer, whole.
 *
 * @param code the status
 * @param type the content's type
 * @param body must not be changed
 * @param headers beside those that every answer has
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; sent as it is.
public record Answer(int code, String type, byte[] body, Map<String, String> headers)
    implements Reply {
  public Answer(int code, String type, byte[] body) {
    this(code, type, body, Map.of());
  }

  public static Answer json(byte[] json) {
    return new Answer(200, "application/json; charset=utf-8", json);
  }

  /** A line of text. */
  public static Answer line(int code, String line) {
    return new Answer(code, "text/plain; charset=utf-8", (line + "\n").getBytes(UTF_8));
  }

  /** The same with one header more. */
  public Answer with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Answer(code, type, body, more);
  }
}
