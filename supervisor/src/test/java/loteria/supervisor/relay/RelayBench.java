package loteria.supervisor.relay;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.codec.SessionStart;
import loteria.ipc.io.Deadlines;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.supervisor.pool.MadeUpPool;
import loteria.supervisor.pool.ReadyWorker;

/** A relay between agencies and workers that are both the test's. */
final class RelayBench implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(50);

  /** For a session without a relay; its connections are always new. */
  static final SpareConnections NO_SPARES = new SpareConnections(0, new Deadlines());

  /** Limits that no test should meet. */
  static final RelayLimits PATIENT =
      new RelayLimits(1 << 20, 64, 4 << 20, 64 << 20, LONG, LONG, LONG, LONG, 1000);

  static final Request.Hello HELLO = new Request.Hello(1, "");
  static final Reply.Welcome WELCOME =
      new Reply.Welcome(0, 0, Reply.State.OPEN, loteria.ipc.message.Limits.REQUEST_BYTES_MAX, 0);

  /** Which of the supervisor's starts this is said to be. */
  private static final int RUN = 7;

  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

  private final Path folder;
  private final Dialect dialect;
  private final MadeUpPool pool = new MadeUpPool();
  private final Deadlines deadlines = new Deadlines();
  private final Relay relay;
  private final Set<Integer> finished = ConcurrentHashMap.newKeySet();
  private volatile boolean drawn;
  private volatile LocalDate day = DAY;
  private final ServerSocketChannel listener = ServerSocketChannel.open();

  /** The name of the draw that is open. */
  static final String FIRST = "first";

  private final List<Thread> sessions = new ArrayList<>();
  private final List<ReadyWorker> admitted = new ArrayList<>();
  private final List<FakeWorker> workers = new ArrayList<>();
  private final OpenDraws draws = new OpenDraws();

  RelayBench(Path folder) throws IOException {
    this(folder, Dialect.NATIVE, PATIENT);
  }

  RelayBench(Path folder, Dialect dialect, RelayLimits limits) throws IOException {
    this.folder = folder;
    this.dialect = dialect;
    this.relay = new Relay(limits, deadlines, draws, 8, () -> day);
    draws.open(
        new OpenDraw(
            "first", RUN, pool.workers(), new OpenDraw.Progress(finished::contains, () -> drawn)));
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** What a worker is sent first of the native session whose connection was the n-th. */
  static SessionStart start(int n, int agency, long refused) {
    return new SessionStart(Dialect.NATIVE, ((long) RUN << 32) + n, agency, refused, DAY, 0);
  }

  /** A batch of this id, with content of about this size. */
  static Request.Batch batch(long id, int bytes) {
    byte[] content = new byte[bytes];
    java.util.Arrays.fill(content, (byte) ('a' + id % 26));
    return new Request.Batch(id, 1, Bytes.of(content));
  }

  static Request.Ping ping(String body) {
    return new Request.Ping(Bytes.of(body.getBytes(StandardCharsets.US_ASCII)));
  }

  static Reply.Pong pong(String body) {
    return new Reply.Pong(Bytes.of(body.getBytes(StandardCharsets.US_ASCII)));
  }

  static Reply.Ack ack(long id) {
    return new Reply.Ack(id, 1);
  }

  Relay relay() {
    return relay;
  }

  /** What sessions can be for; the only draw until the test opens another is {@link #FIRST}. */
  OpenDraws draws() {
    return draws;
  }

  /** The ledger has it that an agency has finished. */
  void finished(int agency) {
    finished.add(agency);
  }

  /** The draw has been made. */
  void drawn() {
    drawn = true;
  }

  /** From now on it is a day later. */
  void midnight() {
    day = day.plusDays(1);
  }

  /** A worker that gets sessions, each answered by the test. */
  FakeWorker worker() throws IOException {
    return admitted(FakeWorker.listen(socket()));
  }

  /** A worker that gets sessions, each answered by a script. */
  FakeWorker worker(FakeWorker.Script script) throws IOException {
    return admitted(FakeWorker.serving(socket(), script));
  }

  /** A worker that is said to be ready, and does not listen. */
  void deafWorker() {
    admitted.add(pool.admit(admitted.size() + 1, socket()));
  }

  MadeUpPool pool() {
    return pool;
  }

  /** The last worker that was admitted, as the fleet knows it. */
  ReadyWorker lastAdmitted() {
    return admitted.getLast();
  }

  /** The worker gets no more sessions. */
  void withdraw(FakeWorker worker) {
    admitted.stream().filter(one -> one.socket().equals(worker.path())).forEach(pool::withdraw);
  }

  /** An agency whose session has begun, and of which these requests have been read already. */
  TestAgency agency(Request... read) throws IOException {
    var agency = new TestAgency(listener.getLocalAddress(), dialect);
    SocketChannel accepted = listener.accept();
    int connection = relay.taken();
    ByteBuffer first = encoded(read);
    sessions.add(
        Thread.startVirtualThread(
            () -> {
              try {
                relay.serve(accepted, connection, dialect, Peer.at("test"), first);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            }));
    return agency;
  }

  private static ByteBuffer encoded(Request... requests) {
    var all = ByteBuffer.allocate(1 << 10);
    for (Request request : requests) {
      all.put(NativeDialect.encode(request));
    }
    return all.flip();
  }

  /** Waits until every session has ended, and no worker has one any more. */
  void awaitSessionsEnded() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                sessions.stream().noneMatch(Thread::isAlive)
                    && admitted.stream().allMatch(worker -> worker.sessions() == 0));
  }

  /**
   * Waits until every session has ended. The workers go first: a session that lost its worker as it
   * ended may have been given to one again, and the test accepts no more.
   */
  @Override
  public void close() {
    try {
      for (FakeWorker worker : workers) {
        worker.close();
      }
      awaitSessionsEnded();
      listener.close();
      deadlines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path socket() {
    return folder.resolve("w" + (admitted.size() + 1));
  }

  private FakeWorker admitted(FakeWorker worker) {
    workers.add(worker);
    admitted.add(pool.admit(admitted.size() + 1, worker.path()));
    return worker;
  }
}
