package loteria.supervisor.http;

import java.io.IOException;
import java.util.Map;

/**
 * A response that continues until the client is gone.
 *
 * @param type the content's type
 * @param headers besides those that every response has
 * @param body writes it, on the connection's thread
 */
public record StreamedResponse(String type, Map<String, String> headers, Body body)
    implements HttpResponse {
  /** The writer of a stream. */
  public interface Body {
    /**
     * Writes until the stream ends.
     *
     * @throws IOException once the client is gone, or too slow, or the server closes
     * @throws InterruptedException when the server closes
     */
    void writeTo(Sink sink) throws IOException, InterruptedException;
  }

  /** The output of a stream. */
  public interface Sink {
    /**
     * Writes all of it.
     *
     * @throws IOException if the client is gone or does not read
     */
    void write(byte[] piece) throws IOException;
  }
}
