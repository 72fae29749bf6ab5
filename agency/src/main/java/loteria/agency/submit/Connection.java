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
import org.jspecify.annotations.Nullable;

/**
 * One connection to the central server. Its own thread reads the answers, so that a server that
 * waits for its answers to be read never waits for ever.
 *
 * <p>All else is for one thread, but {@link #wake} and {@link #close}.
 */
final class Connection implements AutoCloseable, Deadlines.Watched {
  private static final Duration WRITE_TIME_MAX = Duration.ofSeconds(30);

  /** What the reading thread has to say. */
  private interface Event {
    /** The answer that came, or null: there is none yet. */
    @Nullable Reply answer() throws IOException;
  }

  private final SocketChannel channel;
  private final Deadlines deadlines;
  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private volatile long writtenBy = Deadlines.NEVER;

  private Connection(SocketChannel channel, Deadlines deadlines) {
    this.channel = channel;
    this.deadlines = deadlines;
  }

  /** Connects, and looks the host's address up each time: it may have moved. */
  static Connection open(String host, int port, Duration patience, Deadlines deadlines)
      throws IOException {
    var channel = SocketChannel.open();
    try {
      var server = new InetSocketAddress(address(host), port);
      channel.socket().connect(server, Math.toIntExact(patience.toMillis()));
      option(channel, StandardSocketOptions.TCP_NODELAY, true);
      noticeDeadPeer(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    var connection = new Connection(channel, deadlines);
    deadlines.watch(connection);
    Thread.ofPlatform().name("answers").daemon().start(connection::readAnswers);
    return connection;
  }

  /** That name is this machine (RFC 6761); whom to ask for others, Java looks for in every jar. */
  private static InetAddress address(String host) throws UnknownHostException {
    return host.equalsIgnoreCase("localhost")
        ? InetAddress.getLoopbackAddress()
        : InetAddress.getByName(host);
  }

  /** Sends requests, gathered. */
  void send(ByteBuffer[] frames, int count) throws IOException {
    writtenBy = Deadlines.in(WRITE_TIME_MAX);
    try {
      Channels.write(channel, frames, count);
    } finally {
      writtenBy = Deadlines.NEVER;
    }
  }

  /**
   * Waits for an answer.
   *
   * @return the next one, or null when there was none in time or {@link #wake} was called
   * @throws IOException when there will be no more
   */
  @Nullable Reply answer(Duration patience) throws IOException {
    Event event;
    try {
      event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
    return event == null ? null : event.answer();
  }

  /** Makes a waiting {@link #answer} return. */
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

  /** A server that reads nothing for so long is as good as gone. */
  @Override
  public void expire() {
    Channels.close(channel);
  }

  private void readAnswers() {
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
      // An Error too: who waits for an answer must not wait for ever.
      events.add(
          () -> {
            throw new IllegalStateException("answers cannot be read", e);
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

  /** The draw may be hours away; a server that vanishes meanwhile is noticed within a minute. */
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
