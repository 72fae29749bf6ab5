package loteria.supervisor.http;

import java.io.IOException;
import java.util.Map;

/**
 * An answer that goes on until the client is gone.
 *
 * @param type the content's type
 * @param headers beside those that every answer has
 * @param body writes it, on the connection's thread
 */
public record StreamedResponse(String type, Map<String, String> headers, Body body)
    implements HttpResponse {
  /** What writes a stream. */
  public interface Body {
    /**
     * Writes on and on.
     *
     * @throws IOException once the client is gone, or too slow, or the server closes
     * @throws InterruptedException when the server closes
     */
    void writeTo(Sink sink) throws IOException, InterruptedException;
  }

  /** Where a stream is written to. */
  public interface Sink {
    /**
     * Writes all of it.
     *
     * @throws IOException when the client is gone or does not read
     */
    void write(byte[] piece) throws IOException;
  }
}
