package loteria.supervisor.http;

import java.io.IOException;

/** The handler of requests. Called by several threads at once. */
public interface Handler {
  /** The response; the same for HEAD as for GET, although only its head is sent then. */
  HttpResponse handle(HttpRequest request) throws IOException;
}
