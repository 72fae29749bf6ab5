package loteria.agency.submit;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import loteria.ipc.codec.FrameHeader;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.io.Channels;
import loteria.ipc.io.Deadlines;
import loteria.ipc.io.FrameReader;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.WireException;
import loteria.ipc.tls.ClientTls;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server. Its own thread reads the replies; otherwise a server that waits until
 * its replies are read could wait for ever.
 *
 * <p>Everything but {@link #wake} and {@link #close} is for one thread.
 */
final class Connection implements AutoCloseable, Deadlines.Watched {
  private static final Duration WRITE_TIME_MAX = Duration.ofSeconds(30);
  private static final Duration HANDSHAKE_TIME_MAX = Duration.ofSeconds(10);

  /** The reading thread's message to the others. */
  private interface Event {
    /** A reply, or null: none has come yet. */
    @Nullable Reply reply() throws IOException;
  }

  private final SocketChannel channel;
  private final Deadlines deadlines;
  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private volatile long writtenBy = Deadlines.NEVER;

  private Connection(SocketChannel channel, Deadlines deadlines) {
    this.channel = channel;
    this.deadlines = deadlines;
  }

  /** Connects, and resolves the host's address each time, because it may have changed. */
  static Connection open(
      ServerAddress server, @Nullable ClientTls tls, Duration patience, Deadlines deadlines)
      throws IOException {
    var socket = SocketChannel.open();
    SocketChannel channel;
    try {
      var address = new InetSocketAddress(address(server.host()), server.port());
      socket.socket().connect(address, Math.toIntExact(patience.toMillis()));
      option(socket, StandardSocketOptions.TCP_NODELAY, true);
      noticeDeadPeer(socket);
      channel = tls == null ? socket : encrypted(server, tls, socket, deadlines);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    var connection = new Connection(channel, deadlines);
    deadlines.watch(connection);
    Thread.ofPlatform().name("replies").daemon().start(connection::readReplies);
    return connection;
  }

  /** Makes the handshake: the certificate must be for this server's host, not for another's. */
  private static SocketChannel encrypted(
      ServerAddress server, ClientTls tls, SocketChannel socket, Deadlines deadlines)
      throws IOException {
    var handshake = new Connection(socket, deadlines);
    handshake.writtenBy = Deadlines.in(HANDSHAKE_TIME_MAX);
    deadlines.watch(handshake);
    try {
      return tls.connect(socket, server.host(), server.port());
    } finally {
      deadlines.forget(handshake);
    }
  }

  /** That name is this machine (RFC 6761); to resolve others, the JDK searches every jar. */
  private static InetAddress address(String host) throws UnknownHostException {
    return host.equalsIgnoreCase("localhost")
        ? InetAddress.getLoopbackAddress()
        : InetAddress.getByName(host);
  }

  /** Sends requests with gathering writes. */
  void send(ByteBuffer[] frames, int count) throws IOException {
    writtenBy = Deadlines.in(WRITE_TIME_MAX);
    try {
      Channels.write(channel, frames, count);
    } finally {
      writtenBy = Deadlines.NEVER;
    }
  }

  /**
   * Waits for a reply.
   *
   * @return the next one, or null if none came in time or {@link #wake} was called
   * @throws IOException if no more replies will come
   */
  @Nullable Reply reply(Duration patience) throws IOException {
    Event event;
    try {
      event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
    return event == null ? null : event.reply();
  }

  /** Makes a waiting {@link #reply} return. */
  void wake() {
    events.add(() -> null);
  }

  @Override
  public void close() {
    deadlines.forget(this);
    Channels.close(channel);
  }

  @Override
  public long deadlineNanos() {
    return writtenBy;
  }

  /** A server that reads nothing for this long is considered dead. */
  @Override
  public void expire() {
    Channels.close(channel);
  }

  private void readReplies() {
    var replies = FrameReader.ofReplies(channel, Connection::reply);
    try {
      for (Reply next = replies.next(); next != null; next = replies.next()) {
        Reply reply = next;
        events.add(() -> reply);
      }
      lost(new EOFException("the server has closed the connection"));
    } catch (IOException e) {
      lost(e);
    } catch (Throwable e) {
      // An Error too: a caller must not wait for a reply for ever.
      events.add(
          () -> {
            throw new IllegalStateException("replies cannot be read", e);
          });
    }
  }

  private void lost(IOException why) {
    events.add(
        () -> {
          throw why;
        });
  }

  /** An ERROR has the same form in every version. */
  private static Reply reply(Bytes frame) throws WireException {
    Reply reply = NativeDialect.reply(frame);
    if (FrameHeader.version(frame) != FrameHeader.VERSION
        && reply instanceof Reply.Failure failure) {
      throw new WireException(
          ErrorCode.OTHER_VERSION,
          "the server speaks another version of the protocol than this program, which speaks "
              + FrameHeader.VERSION
              + ": "
              + failure.text());
    }
    return reply;
  }

  /** The draw may be hours away; keep-alive probes detect a dead server within a minute. */
  private static void noticeDeadPeer(SocketChannel channel) throws IOException {
    option(channel, StandardSocketOptions.SO_KEEPALIVE, true);
    option(channel, ExtendedSocketOptions.TCP_KEEPIDLE, 30);
    option(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, 10);
    option(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
  }

  private static <T> void option(SocketChannel channel, SocketOption<T> option, T value)
      throws IOException {
    if (channel.supportedOptions().contains(option)) {
      channel.setOption(option, value);
    }
  }
}
