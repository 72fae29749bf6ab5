package loteria.supervisor.web;

import java.io.IOException;
import loteria.supervisor.http.Answer;
import loteria.supervisor.http.Handler;
import loteria.supervisor.http.Reply;
import loteria.supervisor.http.Request;
import loteria.supervisor.status.Observed;
import org.jspecify.annotations.Nullable;

/** Which answer is where. There is nothing to change here, so nothing but GET and HEAD. */
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
  public Reply handle(Request request) throws IOException {
    return switch (request.method()) {
      case "GET", "HEAD" -> reply(request);
      default -> Answer.line(405, "only GET and HEAD").with("Allow", "GET, HEAD");
    };
  }

  private Reply reply(Request request) throws IOException {
    return switch (request.path()) {
      case "/" -> page.answer();
      case "/api/status" -> Answer.json(feed.status().json());
      case "/api/history" -> Answer.json(feed.history());
      case "/events" -> stream.reply();
      case "/metrics" -> Metrics.of(observed.status(), request.header("accept"));
      case "/healthz" -> Answer.line(200, "alive");
      case "/readyz" -> readiness(observed.notReady());
      default -> Answer.line(404, "nothing is here");
    };
  }

  /** Whether agencies can be served: bets taken, or winners told. */
  private static Answer readiness(@Nullable String notReady) {
    return notReady == null ? Answer.line(200, "ready") : Answer.line(503, notReady);
  }
}
