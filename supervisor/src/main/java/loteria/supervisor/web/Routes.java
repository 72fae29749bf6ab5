package loteria.supervisor.web;

import java.io.IOException;
import loteria.supervisor.http.Handler;
import loteria.supervisor.http.HttpRequest;
import loteria.supervisor.http.HttpResponse;
import loteria.supervisor.http.WholeResponse;
import loteria.supervisor.status.Observed;
import org.jspecify.annotations.Nullable;

/** The routes of the server. Everything is read-only, so only GET and HEAD are allowed. */
final class Routes implements Handler {
  private final Observed observed;
  private final Feed feed;
  private final EventStream stream;
  private final Page page = Page.load();

  Routes(Observed observed, Feed feed) {
    this.observed = observed;
    this.feed = feed;
    this.stream = new EventStream(feed);
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws IOException {
    return switch (request.method()) {
      case "GET", "HEAD" -> reply(request);
      default -> WholeResponse.line(405, "only GET and HEAD").with("Allow", "GET, HEAD");
    };
  }

  private HttpResponse reply(HttpRequest request) throws IOException {
    return switch (request.path()) {
      case "/" -> page.answer();
      case "/api/status" -> WholeResponse.json(feed.status().json());
      case "/api/history" -> WholeResponse.json(feed.history());
      case "/events" -> stream.reply();
      case "/metrics" -> Metrics.of(observed.status(), request.header("accept"));
      case "/healthz" -> WholeResponse.line(200, "alive");
      case "/readyz" -> readiness(observed.notReady());
      default -> WholeResponse.line(404, "not found");
    };
  }

  /**
   * What a client gets that may not read: whether the process lives and is ready, for probes, but
   * not why; null for everything else.
   */
  @Nullable WholeResponse health(HttpRequest request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return null;
    }
    return switch (request.path()) {
      case "/healthz" -> WholeResponse.line(200, "alive");
      case "/readyz" ->
          observed.notReady() == null
              ? WholeResponse.line(200, "ready")
              : WholeResponse.line(503, "not ready");
      default -> null;
    };
  }

  /** The readiness: whether agencies can be served, with bets accepted or winners given out. */
  private static WholeResponse readiness(@Nullable String notReady) {
    return notReady == null ? WholeResponse.line(200, "ready") : WholeResponse.line(503, notReady);
  }
}
