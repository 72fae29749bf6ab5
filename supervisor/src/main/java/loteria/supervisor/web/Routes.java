package loteria.supervisor.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import loteria.ipc.channel.Deadlines;
import loteria.ipc.log.ActionLog;
import loteria.supervisor.status.Observed;
import loteria.supervisor.status.Status;

/** Which answer is where. There is nothing to change here, so nothing but GET and HEAD. */
final class Routes implements HttpHandler {
  private static final ActionLog LOG = new ActionLog(Routes.class);

  private final Observed observed;
  private final Deadlines deadlines;
  private final Feed feed;
  private final EventStream stream;
  private final Page page = Page.load();

  Routes(Observed observed, Feed feed, Deadlines deadlines) {
    this.observed = observed;
    this.deadlines = deadlines;
    this.feed = feed;
    this.stream = new EventStream(feed, deadlines);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      route(exchange);
    } catch (RuntimeException e) {
      LOG.fail("http", "path", exchange.getRequestURI().getPath(), "error", e);
      throw e;
    }
  }

  private void route(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      Answer.line(405, "only GET and HEAD").send(exchange, deadlines);
    } else if (path.equals("/events") && method.equals("GET")) {
      serveEvents(exchange);
    } else {
      answer(exchange, path).send(exchange, deadlines);
    }
  }

  private Answer answer(HttpExchange exchange, String path) throws IOException {
    return switch (path) {
      case "/" -> page.answer(exchange);
      case "/api/status" -> Answer.json(feed.status().json());
      case "/api/history" -> Answer.json(feed.history());
      case "/metrics" -> {
        String accept = exchange.getRequestHeaders().getFirst("Accept");
        yield Metrics.of(observed.status(), accept == null ? "" : accept);
      }
      case "/healthz" -> Answer.line(200, "alive");
      case "/readyz" -> readiness(observed.status());
      case "/events" -> new Answer(200, "text/event-stream; charset=utf-8", new byte[0]);
      default -> Answer.line(404, "nothing is here");
    };
  }

  /** Whether agencies can be served: bets taken, or winners told. */
  static Answer readiness(Status status) {
    boolean serves =
        switch (status.phase()) {
          case OPEN, DRAWING, DRAWN -> true;
          case DRAINING, DRAINED -> false;
        };
    if (!serves) {
      return Answer.line(503, "no more bets are taken");
    }
    if (status.workers().stream().noneMatch(worker -> worker.state().equals("ready"))) {
      return Answer.line(503, "no worker is ready");
    }
    return Answer.line(200, "ready");
  }

  private void serveEvents(HttpExchange exchange) throws IOException {
    if (!feed.enter()) {
      exchange.getResponseHeaders().set("Retry-After", "5");
      Answer.line(503, "too many look already").send(exchange, deadlines);
      return;
    }
    try {
      stream.serve(exchange);
    } finally {
      feed.leave();
    }
  }
}
