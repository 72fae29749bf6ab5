package loteria.supervisor.http;

import java.io.IOException;

/** The handler of requests. Called by several threads at once. */
@FunctionalInterface
public interface Handler {
  /** The response; the same for HEAD as for GET, although only its head is sent then. */
  HttpResponse handle(HttpRequest request) throws IOException;

  /**
   * Whether it reads the content of this request; by default content is ignored. Content that is
   * read is at most 4 KiB, and needs a Content-Length.
   *
   * @param request without its content
   */
  default boolean readsContent(HttpRequest request) {
    return false;
  }
}
