package loteria.agency.submit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.io.Channels;
import loteria.ipc.io.FrameReader;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Limits;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.BadRow;
import loteria.ipc.row.RowDigest;
import org.jspecify.annotations.Nullable;

/**
 * A central server for one agency, on loopback, that keeps the protocol's rules in memory; a test
 * can have it break off, refuse or reply otherwise.
 */
final class FakeServer implements AutoCloseable {
  /** The fate of a request, instead of the regular one. */
  sealed interface Twist {
    /** This reply, and the request is not served. */
    record Answer(Reply reply) implements Twist {}

    /** The regular reply, immediately followed by an error; the connection ends. */
    record AnswerAndFail(Reply.Failure failure) implements Twist {}

    /** The connection breaks; the request was served before, or not. */
    record Cut(boolean served) implements Twist {}

    /** An error in a frame of another version of the protocol; the connection ends. */
    record OtherVersion(Reply.Failure failure) implements Twist {}

    /** No reply, yet. */
    record Silence() implements Twist {}
  }

  /** Decides the fate of a request; null for the regular one. */
  interface Fate {
    @Nullable Twist of(Request request);
  }

  private final ServerSocketChannel listening;
  private final List<SocketChannel> connections = new ArrayList<>();

  /** All guarded by this. */
  private final List<Request> requests = new ArrayList<>();

  private final List<String> rows = new ArrayList<>();
  private final List<Bytes> batches = new ArrayList<>();
  private Reply.State state = Reply.State.OPEN;
  private Fate fate = request -> null;
  private Predicate<String> isBad = row -> false;

  /** Listens on any free port. */
  FakeServer() {
    this(0);
  }

  /** Listens on this port; a field of a test may be made so, and what fails is unchecked. */
  FakeServer(int port) {
    try {
      listening = ServerSocketChannel.open();
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("fake-accept").start(this::accept);
  }

  /**
   * A port without a listener, reserved until this is closed: a port that had only been free a
   * moment ago could be in use again by now.
   */
  static SocketChannel reservedPort() throws IOException {
    return SocketChannel.open()
        .setOption(StandardSocketOptions.SO_REUSEADDR, true)
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  static int port(SocketChannel reserved) throws IOException {
    return ((InetSocketAddress) reserved.getLocalAddress()).getPort();
  }

  int port() throws IOException {
    return ((InetSocketAddress) listening.getLocalAddress()).getPort();
  }

  ServerAddress server(Duration giveUpAfter) throws IOException {
    return server(port(), giveUpAfter);
  }

  static ServerAddress server(int port, Duration giveUpAfter) {
    String host = InetAddress.getLoopbackAddress().getHostAddress();
    return new ServerAddress(host, port, new AgencyId(1), "", giveUpAfter, null);
  }

  synchronized void fate(Fate fate) {
    this.fate = fate;
  }

  synchronized void refuse(Predicate<String> isBad) {
    this.isBad = isBad;
  }

  synchronized void state(Reply.State state) {
    this.state = state;
  }

  /** As if this had been stored before. */
  synchronized void store(String... stored) {
    rows.addAll(List.of(stored));
    batches.add(Bytes.of(text(List.of(stored)).getBytes(StandardCharsets.UTF_8)));
  }

  /** The FINISH of an agency with these counts, and the rows that are stored. */
  synchronized Request.Finish finish(long count, long bets) {
    return new Request.Finish(count, bets, digestOf(rows).value());
  }

  synchronized List<String> rows() {
    return List.copyOf(rows);
  }

  synchronized int lastBatch() {
    return batches.size();
  }

  synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  synchronized <T extends Request> List<T> requests(Class<T> type) {
    return requests.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** How often each batch was sent, in the order they came. */
  List<Long> batchIds() {
    return requests(Request.Batch.class).stream().map(Request.Batch::id).toList();
  }

  @Override
  public synchronized void close() throws IOException {
    listening.close();
    for (SocketChannel connection : connections) {
      connection.close();
    }
  }

  private void accept() {
    while (true) {
      try {
        SocketChannel connection = listening.accept();
        synchronized (this) {
          connections.add(connection);
        }
        Thread.ofVirtual().name("fake-session").start(() -> serve(connection));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(SocketChannel connection) {
    var session = new Session();
    var reader = FrameReader.ofRequests(connection);
    try (connection) {
      for (Request next = reader.next(); next != null; next = reader.next()) {
        List<Reply> replies = session.serve(next);
        ByteBuffer[] frames = replies.stream().map(session::encode).toArray(ByteBuffer[]::new);
        Channels.write(connection, frames, frames.length);
        if (session.ended || replies.stream().anyMatch(Reply.Failure.class::isInstance)) {
          return;
        }
      }
    } catch (IOException _) {
      // The agency closed the connection.
    }
  }

  private final class Session {
    private long refused;
    private boolean ended;
    private boolean otherVersion;

    ByteBuffer encode(Reply reply) {
      return otherVersion && reply instanceof Reply.Failure failure
          ? NativeDialect.encodeForOtherVersion(failure)
          : NativeDialect.encode(reply);
    }

    List<Reply> serve(Request request) {
      Fate decides;
      synchronized (FakeServer.this) {
        requests.add(request);
        decides = fate;
      }
      Twist twist = decides.of(request);
      synchronized (FakeServer.this) {
        return switch (twist) {
          case Twist.Answer(Reply reply) -> List.of(reply);
          case Twist.AnswerAndFail(Reply.Failure failure) -> List.of(answer(request), failure);
          case Twist.OtherVersion(Reply.Failure failure) -> {
            otherVersion = true;
            yield List.of(failure);
          }
          case Twist.Silence _ -> List.of();
          case Twist.Cut(boolean served) -> {
            if (served) {
              answer(request);
            }
            ended = true;
            yield List.of();
          }
          case null -> List.of(answer(request));
        };
      }
    }

    private Reply answer(Request request) {
      return switch (request) {
        case Request.Hello _ ->
            new Reply.Welcome(
                batches.size(),
                rows.size(),
                state,
                Limits.REQUEST_BYTES_MAX,
                digestOf(rows).value());
        case Request.Batch batch -> store(batch);
        case Request.Finish(long count, long bets, long digest) -> finish(count, bets, digest);
        case Request.Results _ -> new Reply.Winners(List.of("30904465", "21689196"));
        case Request.Ping(Bytes body) -> new Reply.Pong(body);
      };
    }

    private Reply store(Request.Batch batch) {
      long id = batch.id();
      if (id <= batches.size()) {
        return batches.get((int) id - 1).equals(batch.content())
            ? new Reply.Ack(id, batch.rows())
            : new Reply.Failure(ErrorCode.CONTENT_CHANGED, "batch content changed");
      }
      if (state != Reply.State.OPEN) {
        return new Reply.Failure(ErrorCode.AGENCY_FINISHED, "agency has finished");
      }
      if (refused > 0 && id > refused) {
        return new Reply.Refused(id, List.of());
      }
      if (id != batches.size() + 1) {
        return new Reply.Failure(ErrorCode.OUT_OF_ORDER, "batch out of order: " + id);
      }
      List<String> sent = rows(batch);
      List<BadRow> bad = bad(sent);
      if (!bad.isEmpty()) {
        refused = id;
        return new Reply.Refused(id, bad);
      }
      refused = 0;
      batches.add(batch.content());
      rows.addAll(sent);
      return new Reply.Ack(id, sent.size());
    }

    private List<BadRow> bad(List<String> sent) {
      List<BadRow> bad = new ArrayList<>();
      for (int i = 0; i < sent.size(); i++) {
        if (isBad.test(sent.get(i))) {
          bad.add(new BadRow(i, "not today"));
        }
      }
      return bad;
    }

    private Reply finish(long count, long bets, long digest) {
      if (count != batches.size() || bets != rows.size()) {
        return new Reply.Failure(
            ErrorCode.TOTALS_DIFFER, "stored are " + batches.size() + ", " + rows.size());
      }
      if (digest != digestOf(rows).value()) {
        return new Reply.Failure(ErrorCode.DIGEST_DIFFERS, "other rows are stored");
      }
      state = state == Reply.State.OPEN ? Reply.State.FINISHED : state;
      return new Reply.Finished(0);
    }
  }

  private static List<String> rows(Request.Batch batch) {
    String text =
        new String(
            batch.content().array(),
            batch.content().from(),
            batch.content().length(),
            StandardCharsets.UTF_8);
    return text.isEmpty() ? List.of() : List.of(text.split("\r\n", -1)).subList(0, batch.rows());
  }

  /** The digest of rows, each without its line end. */
  static RowDigest digestOf(List<String> rows) {
    byte[] bytes = rows.isEmpty() ? new byte[0] : text(rows).getBytes(StandardCharsets.UTF_8);
    return RowDigest.of(bytes, 0, bytes.length);
  }

  private static String text(List<String> rows) {
    return String.join("\r\n", rows) + "\r\n";
  }
}
