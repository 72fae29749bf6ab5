package loteria.supervisor.relay;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import loteria.ipc.io.Deadlines;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.WireException;
import loteria.supervisor.pool.ReadyWorker;

/** Relays sessions between agencies and workers. Safe for use by several threads. */
public final class Relay {
  private static final ActionLog LOG = new ActionLog(Relay.class);

  private final RelayLimits limits;
  private final ChunkPool pool;
  private final OpenDraws draws;
  private final AtomicInteger connections = new AtomicInteger();
  private final Supplier<LocalDate> latestBirth;
  private final RelaySession.Shared shared;
  private final Denials denials = new Denials();

  /**
   * @param draws what sessions can be for; one must be open before the first
   * @param sparesMax how many connections to workers may be kept without a session
   * @param latestBirth for a session that begins now: no birth date may be later
   */
  public Relay(
      RelayLimits limits,
      Deadlines deadlines,
      OpenDraws draws,
      int sparesMax,
      Supplier<LocalDate> latestBirth) {
    this.limits = limits;
    this.pool = new ChunkPool(limits.heldTotalBytesMax());
    this.draws = draws;
    this.latestBirth = latestBirth;
    this.shared =
        new RelaySession.Shared(
            limits, deadlines, draws, new SpareConnections(sparesMax, deadlines), denials);
  }

  /** A connection has been taken: its number, higher than all before. */
  public int taken() {
    return connections.incrementAndGet();
  }

  /**
   * Serves one session until it ends. The calling thread reads the agency; it or another, the
   * session's own, reads the worker: see {@link Replies}.
   *
   * @param agency the agency's connection; closed at the end
   * @param connection what {@link #taken} returned when it was taken
   * @param dialect what its first bytes say
   * @param peer who the agency is
   * @param first what has been read already
   */
  public void serve(
      SocketChannel agency, int connection, Dialect dialect, Peer peer, ByteBuffer first)
      throws InterruptedException {
    OpenDraw draw = draws.current();
    var resume = new ResumeState(dialect, draw.epoch(connection), latestBirth.get(), peer.agency());
    var state = new RelayState(resume, limits, pool);
    try (var session = new RelaySession(shared, draw, connection, state, agency, peer)) {
      serve(session, new RequestLoop(session, agency), first);
    }
  }

  private void serve(RelaySession session, RequestLoop requests, ByteBuffer first)
      throws InterruptedException {
    session.begin();
    boolean orderly = false;
    try {
      requests.take(first);
      SocketChannel worker = session.connect();
      if (worker == null) {
        session.noWorkerInTime();
        return;
      }
      session.replies().begin(worker);
      requests.run();
      orderly = true;
    } catch (WireException e) {
      int retryAfterMs = e.code() == ErrorCode.UNAVAILABLE ? limits.retryAfterMs() : 0;
      session.fail(new Reply.Failure(e.code(), retryAfterMs, String.valueOf(e.getMessage())));
    } catch (IOException e) {
      session.note(e);
    } finally {
      session.stopReading();
      if (!orderly) {
        // Whatever went wrong, out of memory included: a thread may wait for the worker.
        session.worker().closeForGood();
      }
      session.replies().join();
    }
  }

  /**
   * No session's next request is taken any more, but for those whose agency has finished; what has
   * been taken is answered.
   */
  public void drain() {
    draws.all().forEach(draw -> draw.sessions().drain());
  }

  /** Who was refused because of a certificate. */
  public Denials denials() {
    return denials;
  }

  /** How many bytes are kept for all sessions, until they are answered. */
  public long heldBytes() {
    return pool.takenBytes();
  }

  /**
   * Whether a session of the current draw could be given to a worker now: connects to one and
   * closes that again, because a worker that reports that it is ready cannot be reached once its
   * socket was removed. Never waits.
   */
  public boolean canServe() {
    return draws.current().workers().all().stream()
        .map(ReadyWorker::socket)
        .anyMatch(Relay::reaches);
  }

  private static boolean reaches(Path socket) {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      // Blocking, it would wait while the worker's backlog is full.
      channel.configureBlocking(false);
      return channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      LOG.detail("worker_probe", "socket", socket, "error", e);
      return false;
    }
  }
}
