package loteria.supervisor.http;

import java.io.IOException;

/** Answers requests. Called by several threads at once. */
public interface Handler {
  /** What is answered; for HEAD the same as for GET, of which then only the head is sent. */
  HttpResponse handle(HttpRequest request) throws IOException;
}
