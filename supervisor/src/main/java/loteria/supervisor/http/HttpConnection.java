package loteria.supervisor.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import loteria.ipc.io.Channels;
import loteria.ipc.io.Deadlines;
import loteria.ipc.logging.ActionLog;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: reads its request, responds, and closes. Served by one thread; {@link
 * #drop} may be called by any.
 */
final class HttpConnection implements Deadlines.Watched {
  /** The time for a whole request to arrive. */
  static final Duration REQUEST_TIME = Duration.ofSeconds(10);

  /** The time for a client to receive the next {@value #PIECE_BYTES} bytes. */
  static final Duration WRITE_TIME = Duration.ofSeconds(5);

  /** The time for a client to receive the rest of its response and close the connection. */
  static final Duration END_TIME = Duration.ofSeconds(5);

  private static final ActionLog LOG = new ActionLog(HttpConnection.class);
  private static final int PIECE_BYTES = 16 << 10;

  /** How many bytes a client may send after its request before it is dropped with its response. */
  private static final int IGNORED_BYTES_MAX = 1 << 20;

  private final SocketChannel socket;
  private final Encryption encryption;
  private final Deadlines deadlines;
  private final Connections<HttpConnection> connections;
  private final Handler handler;

  /** Used by the serving thread alone, as is {@link #encrypted}. */
  private SocketChannel channel;

  private boolean encrypted;

  private volatile long deadline = Deadlines.in(REQUEST_TIME);

  HttpConnection(
      SocketChannel socket,
      Encryption encryption,
      Deadlines deadlines,
      Connections<HttpConnection> connections,
      Handler handler) {
    this.socket = socket;
    this.channel = socket;
    this.encryption = encryption;
    this.deadlines = deadlines;
    this.connections = connections;
    this.handler = handler;
  }

  /** Serves the connection until it ends. */
  void serve() {
    deadlines.watch(this);
    try {
      HttpRequest request = readRequest(begin());
      if (request != null) {
        answer(request);
      }
    } catch (BadRequestException e) {
      refuse(e);
    } catch (IOException e) {
      LOG.detail("http", "error", e);
    } catch (InterruptedException _) {
      // The server closes: what was sent may still arrive.
      Channels.close(socket);
      Thread.currentThread().interrupt();
    } finally {
      deadlines.forget(this);
      connections.remove(this);
      drop();
    }
  }

  /**
   * Closes the connection immediately. The kernel resets it and keeps no sent bytes for a client
   * that does not read.
   */
  void drop() {
    try {
      if (socket.isOpen()) {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (IOException e) {
      // Closed meanwhile by its own thread.
      LOG.detail("http", "error", e);
    }
    Channels.close(socket);
  }

  @Override
  public long deadlineNanos() {
    return deadline;
  }

  @Override
  public void expire() {
    drop();
  }

  private RequestReader begin() throws IOException, BadRequestException {
    Encryption.Begun begun = encryption.begin(socket);
    if (begun == null) {
      throw new BadRequestException(400, "this port speaks HTTPS only");
    }
    channel = begun.channel();
    encrypted = begun.encrypted();
    return new RequestReader(channel, begun.first());
  }

  /** The request, with its content if the handler reads it; null if the client sends none. */
  private @Nullable HttpRequest readRequest(RequestReader reader)
      throws IOException, BadRequestException {
    String head = reader.head();
    if (head == null) {
      return null;
    }
    HttpRequest request = RequestHead.parse(head, peer());
    if (!handler.readsContent(request)) {
      return request;
    }
    String content = reader.content(RequestHead.contentBytes(request));
    return new HttpRequest(
        request.method(), request.path(), request.headers(), content, request.peer());
  }

  private HttpPeer peer() throws IOException {
    return new HttpPeer(((InetSocketAddress) socket.getRemoteAddress()).getAddress(), encrypted);
  }

  private void answer(HttpRequest request) throws IOException, InterruptedException {
    deadline = Deadlines.NEVER;
    boolean headOnly = request.method().equals("HEAD");
    switch (reply(request)) {
      case WholeResponse answer -> send(answer, headOnly);
      case StreamedResponse stream when headOnly -> {
        write(ResponseHead.of(stream, Instant.now()));
        endInOrder();
      }
      case StreamedResponse stream when connections.becomesStream(this) -> {
        write(ResponseHead.of(stream, Instant.now()));
        stream.body().writeTo(this::write);
      }
      case StreamedResponse _ ->
          send(
              WholeResponse.line(503, "too many event streams").with("Retry-After", "5"), headOnly);
    }
  }

  private HttpResponse reply(HttpRequest request) throws IOException {
    try {
      return handler.handle(request);
    } catch (RuntimeException e) {
      LOG.fail("http", "path", request.path(), "error", e);
      return WholeResponse.line(500, "internal error: see the server's log");
    }
  }

  private void refuse(BadRequestException why) {
    try {
      send(WholeResponse.line(why.code(), String.valueOf(why.getMessage())), false);
    } catch (IOException e) {
      LOG.detail("http", "error", e);
    }
  }

  private void send(WholeResponse answer, boolean headOnly) throws IOException {
    write(ResponseHead.of(answer, Instant.now()));
    if (!headOnly) {
      write(answer.body());
    }
    endInOrder();
  }

  /** Writes all of a response; the deadline moves with each piece that the client receives. */
  private void write(byte[] bytes) throws IOException {
    for (int from = 0; from < bytes.length; from += PIECE_BYTES) {
      deadline = Deadlines.in(WRITE_TIME);
      int count = Math.min(PIECE_BYTES, bytes.length - from);
      Channels.write(channel, ByteBuffer.wrap(bytes, from, count));
    }
    deadline = Deadlines.NEVER;
  }

  /**
   * Waits for the client to close: closing with unread bytes would make the kernel reset the
   * connection, and the client might lose its response.
   */
  private void endInOrder() throws IOException {
    deadline = Deadlines.in(END_TIME);
    channel.shutdownOutput();
    var ignored = ByteBuffer.allocate(8 << 10);
    for (int count = 0; count < IGNORED_BYTES_MAX; count += ignored.position()) {
      if (channel.read(ignored.clear()) < 0) {
        channel.close();
        return;
      }
    }
  }
}
