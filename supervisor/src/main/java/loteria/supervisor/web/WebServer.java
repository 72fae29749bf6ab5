package loteria.supervisor.web;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import loteria.ipc.channel.Deadlines;
import loteria.supervisor.status.Observed;

/**
 * Serves the page and the metrics. Each request has a virtual thread; who is slow to ask is cut off
 * by the JDK's server, who is slow to read by {@link WriteLimit}.
 */
public final class WebServer implements AutoCloseable {
  /** Streams and all else together: one more is closed before a byte of it is read. */
  static final int CONNECTIONS_MAX = 512;

  /** What the JDK's server reads once, when the first one is made. */
  private static final Map<String, Object> SETTINGS =
      Map.of(
          "jdk.httpserver.maxConnections",
          CONNECTIONS_MAX,
          "sun.net.httpserver.maxReqTime",
          10, // seconds, for a whole request to arrive
          "sun.net.httpserver.idleInterval",
          30, // seconds
          "sun.net.httpserver.maxReqHeaderSize",
          16 << 10,
          "sun.net.httpserver.nodelay",
          true);

  private final HttpServer server;
  private final ExecutorService threads;
  private final Deadlines deadlines;
  private final Feed feed;

  private WebServer(HttpServer server, ExecutorService threads, Deadlines deadlines, Feed feed) {
    this.server = server;
    this.threads = threads;
    this.deadlines = deadlines;
    this.feed = feed;
  }

  /**
   * Begins to listen and to serve.
   *
   * @param address where; port 0 for any that is free
   * @param observed what is shown
   * @throws IOException when it cannot be listened on
   */
  public static WebServer listen(InetSocketAddress address, Observed observed) throws IOException {
    SETTINGS.forEach((name, value) -> System.getProperties().putIfAbsent(name, value.toString()));
    HttpServer server = HttpServer.create(address, 0);
    var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("web-", 0).factory());
    var deadlines = new Deadlines();
    server.setExecutor(threads);
    var feed = new Feed(observed);
    server.createContext("/", new Routes(observed, feed, deadlines));
    server.start();
    return new WebServer(server, threads, deadlines, feed);
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** How many event streams are open. */
  int streams() {
    return feed.streams();
  }

  /** Ends at once what is being sent, streams too. */
  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
    deadlines.close();
  }
}
