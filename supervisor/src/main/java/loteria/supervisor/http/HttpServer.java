package loteria.supervisor.http;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import loteria.ipc.io.AcceptLoop;
import loteria.ipc.io.Channels;
import loteria.ipc.io.Deadlines;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.runtime.Contained;

/**
 * An HTTP server. A platform thread accepts, and never waits for a client; a virtual thread serves
 * each connection.
 */
public final class HttpServer implements AutoCloseable {
  /** The bounds on requests and on streams: one more request takes the place of the oldest. */
  public static final int REQUESTS_MAX = 256;

  private static final ActionLog LOG = new ActionLog(HttpServer.class);

  /** The send buffer: the kernel keeps at most twice as much for a client that does not read. */
  private static final int SEND_BUFFER_BYTES = 32 << 10;

  private static final int RECEIVE_BUFFER_BYTES = 32 << 10;
  private static final int BACKLOG = 1024;

  private final AcceptLoop loop;
  private final Handler handler;
  private final Encryption encryption;
  private final int port;
  private final Deadlines deadlines = new Deadlines();
  private final Connections<HttpConnection> connections;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("web-", 0).factory());

  /** Whether the last attempt to accept failed. Used by the accepting thread alone. */
  private boolean failing;

  private HttpServer(
      ServerSocketChannel listener, Encryption encryption, Handler handler, int requestsMax)
      throws IOException {
    this.loop =
        new AcceptLoop(
            "web-accept", AcceptLoop.Listener.of(listener), this::accepted, this::acceptFailed);
    this.connections = new Connections<>(requestsMax, requestsMax);
    this.handler = handler;
    this.encryption = encryption;
    this.port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  /**
   * Starts listening and serving.
   *
   * @param address where; port 0 for any that is free
   * @param encryption of its connections
   * @param requestsMax how many requests are served at once, one more taking the place of the
   *     oldest, and how many streams, one more being refused
   * @throws BindException if the address cannot be bound
   */
  public static HttpServer listen(
      InetSocketAddress address, Encryption encryption, Handler handler, int requestsMax)
      throws IOException {
    if (address.isUnresolved()) {
      throw new BindException("unknown host");
    }
    var listener = ServerSocketChannel.open();
    try {
      listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      listener.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
      listener.bind(address, BACKLOG);
      var server = new HttpServer(listener, encryption, handler, requestsMax);
      server.loop.start();
      return server;
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** How many streams are open. */
  public int streams() {
    return connections.streams();
  }

  /** Ends all responses immediately, streams too. */
  @Override
  public void close() throws IOException {
    loop.close();
    threads.shutdownNow();
    deadlines.close();
  }

  private void accepted(SocketChannel channel) {
    failing = false;
    serve(channel);
  }

  /** Logs the first of several failures: they come five times a second while they last. */
  private void acceptFailed(IOException e) {
    if (!failing) {
      LOG.fail("accept_http", "error", e);
    }
    failing = true;
  }

  private void serve(SocketChannel channel) {
    var connection = new HttpConnection(channel, encryption, deadlines, connections, handler);
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
      HttpConnection oldest = connections.add(connection);
      if (oldest != null) {
        LOG.detail("http", "error", "the oldest request makes room for a new one");
        oldest.drop();
      }
      threads.execute(() -> Contained.run("http", connection::serve));
    } catch (IOException e) {
      // The client was gone before it was served.
      LOG.detail("http", "error", e);
      Channels.close(channel);
    } catch (RejectedExecutionException _) {
      // The server closes.
      connection.drop();
    }
  }
}
