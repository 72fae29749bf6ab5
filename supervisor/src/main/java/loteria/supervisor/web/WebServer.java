package loteria.supervisor.web;

import java.io.IOException;
import java.net.InetSocketAddress;
import loteria.supervisor.access.Access;
import loteria.supervisor.access.Gate;
import loteria.supervisor.http.Encryption;
import loteria.supervisor.http.HttpServer;
import loteria.supervisor.status.Observed;

/** The server of the page and the metrics. */
public final class WebServer implements AutoCloseable {
  private final HttpServer server;

  private WebServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts listening and serving.
   *
   * @param address where; port 0 for any that is free
   * @param encryption of its connections
   * @param access who may read
   * @param observed what is shown
   * @param requestsMax how many requests are served at once, and how many streams
   * @throws IOException if the address cannot be bound
   */
  public static WebServer listen(
      InetSocketAddress address,
      Encryption encryption,
      Access access,
      Observed observed,
      int requestsMax)
      throws IOException {
    var routes = new Routes(observed, new Feed(observed));
    var gate = new Gate(access, routes, routes::health);
    return new WebServer(HttpServer.listen(address, encryption, gate, requestsMax));
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** How many event streams are open. */
  int streams() {
    return server.streams();
  }

  /** Ends all responses immediately, streams too. */
  @Override
  public void close() throws IOException {
    server.close();
  }
}
