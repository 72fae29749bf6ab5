package loteria.agency.submit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.io.Channels;
import loteria.ipc.io.FrameReader;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.BadRow;
import org.jspecify.annotations.Nullable;

/**
 * A central server for one agency, on loopback, that keeps the protocol's rules; a test can have it
 * break off, refuse or reply otherwise. Several may have one ledger.
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

  /** An ERROR, if it is due, or the regular fate. */
  static @Nullable Twist fails(boolean isDue, ErrorCode code, int retryAfterMs) {
    return isDue ? new Twist.Answer(new Reply.Failure(code, retryAfterMs, "no more")) : null;
  }

  /** Decides the fate of a request; null for the regular one. */
  interface Fate {
    @Nullable Twist of(Request request);
  }

  private final ServerSocketChannel listening;
  private final List<SocketChannel> connections = new ArrayList<>();

  /** Guarded by itself. */
  private final FakeLedger ledger;

  /** All guarded by this. */
  private final List<Request> requests = new ArrayList<>();

  private Fate fate = request -> null;
  private Predicate<String> isBad = row -> false;

  /** Listens on any free port. */
  FakeServer() {
    this(0);
  }

  /** Listens on this port; a field of a test may be made so, and what fails is unchecked. */
  FakeServer(int port) {
    this(port, new FakeLedger());
  }

  private FakeServer(int port, FakeLedger ledger) {
    this.ledger = ledger;
    try {
      listening = ServerSocketChannel.open();
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("fake-accept").start(this::accept);
  }

  /** Another server with the same ledger. */
  FakeServer another() {
    return another(0);
  }

  FakeServer another(int port) {
    return new FakeServer(port, ledger);
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

  ServerAddress address() throws IOException {
    return address(port());
  }

  static ServerAddress address(int port) {
    return new ServerAddress(InetAddress.getLoopbackAddress().getHostAddress(), port);
  }

  /** This one alone. */
  Servers server(Duration giveUpAfter) throws IOException {
    return servers(giveUpAfter, address());
  }

  /** These, so that agency 1 begins with the first, then tries the second, and so on. */
  static Servers servers(Duration giveUpAfter, ServerAddress... inTurn) {
    List<ServerAddress> list = new ArrayList<>(List.of(inTurn));
    Collections.rotate(list, 1);
    return new Servers(list, new AgencyId(1), "", giveUpAfter, null);
  }

  synchronized void fate(Fate fate) {
    this.fate = fate;
  }

  synchronized void refuse(Predicate<String> isBad) {
    this.isBad = isBad;
  }

  void state(Reply.State state) {
    ledger.state(state);
  }

  void seal(Reply seal) {
    ledger.seal(seal);
  }

  /** As if this had been stored before. */
  void store(String... stored) {
    ledger.store(stored);
  }

  /** As if the last batch had never been stored. */
  void loseLastBatch() {
    ledger.loseLastBatch();
  }

  /** The FINISH of an agency with these counts, and the rows that are stored. */
  Request.Finish finish(long count, long bets) {
    return new Request.Finish(count, bets, ledger.digest().value());
  }

  List<String> rows() {
    return ledger.rows();
  }

  int lastBatch() {
    return ledger.lastBatch();
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
      synchronized (ledger) {
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
        case Request.Hello _ -> ledger.welcome();
        case Request.Batch batch -> store(batch);
        case Request.Finish(long count, long bets, long digest) ->
            ledger.finish(count, bets, digest);
        case Request.Results _ -> new Reply.Winners(List.of("30904465", "21689196"));
        case Request.Seal _ -> ledger.seal();
        case Request.Ping(Bytes body) -> new Reply.Pong(body);
      };
    }

    private Reply store(Request.Batch batch) {
      Reply known = ledger.replyWithoutStoring(batch);
      if (known != null) {
        return known;
      }
      if (refused > 0 && batch.id() > refused) {
        return new Reply.Refused(batch.id(), List.of());
      }
      if (batch.id() != ledger.lastBatch() + 1) {
        return new Reply.Failure(ErrorCode.OUT_OF_ORDER, "batch out of order: " + batch.id());
      }
      List<BadRow> bad = bad(FakeLedger.rows(batch.content()));
      if (!bad.isEmpty()) {
        refused = batch.id();
        return new Reply.Refused(batch.id(), bad);
      }
      refused = 0;
      return ledger.store(batch);
    }

    private List<BadRow> bad(List<String> sent) {
      Predicate<String> isBad;
      synchronized (FakeServer.this) {
        isBad = FakeServer.this.isBad;
      }
      List<BadRow> bad = new ArrayList<>();
      for (int i = 0; i < sent.size(); i++) {
        if (isBad.test(sent.get(i))) {
          bad.add(new BadRow(i, "not today"));
        }
      }
      return bad;
    }
  }
}
