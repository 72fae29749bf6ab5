package loteria.supervisor.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.io.Deadlines;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * One agency's session: its state, its two connections, and how it is ended. {@link RequestLoop}
 * and {@link ReplyLoop} use it, each on a thread of its own, and do not call each other; other
 * threads end it. Safe for use by several threads.
 */
final class RelaySession implements SessionRegistry.Member, ReadDeadline.Peer, AutoCloseable {
  private static final ActionLog LOG = new ActionLog(RelaySession.class);

  /** The bytes of a request that waits for the draw. */
  private static final ByteBuffer WAITS = NativeDialect.encode(new Request.Results(true));

  private static final Reply.Failure DRAINED =
      new Reply.Failure(
          ErrorCode.UNAVAILABLE,
          1000,
          "drained by an operator: nothing more of this agency is taken, so no draw comes");

  private final Shared shared;
  private final RelayState state;
  private final Peer peer;
  private final ReadDeadline readDeadline;
  private final WorkerConnection worker;
  private final AgencyConnection agency;
  private final Replies replies;

  private final DrawMembership membership;

  /** What all sessions have in common. */
  record Shared(
      RelayLimits limits,
      Deadlines deadlines,
      OpenDraws draws,
      SpareConnections spares,
      Denials denials) {}

  /**
   * @param draw what it is for, until a request says otherwise
   * @param connection the number of its connection
   * @param agency its connection, owned by the session
   * @param peer who the agency is: for the log, and to know whose requests count
   */
  RelaySession(
      Shared shared,
      OpenDraw draw,
      int connection,
      RelayState state,
      SocketChannel agency,
      Peer peer) {
    RelayLimits limits = shared.limits();
    this.shared = shared;
    this.state = state;
    this.peer = peer;
    this.worker = new WorkerConnection(draw.workers(), state, shared.spares());
    this.agency =
        new AgencyConnection(
            agency, state.dialect(), peer.ip(), shared.deadlines(), limits.frame());
    this.readDeadline =
        new ReadDeadline(
            shared.deadlines(), agency, this, limits, state.dialect() == Dialect.NATIVE);
    this.replies = new Replies(this);
    this.membership = new DrawMembership(this, state, shared.draws(), draw, connection);
  }

  RelayLimits limits() {
    return shared.limits();
  }

  RelayState state() {
    return state;
  }

  ReadDeadline readDeadline() {
    return readDeadline;
  }

  WorkerConnection worker() {
    return worker;
  }

  AgencyConnection agency() {
    return agency;
  }

  Replies replies() {
    return replies;
  }

  DrawMembership membership() {
    return membership;
  }

  /** Begins to be watched, and to be ended from outside. */
  void begin() {
    readDeadline.begin();
    shared.deadlines().watch(agency);
    membership.begin();
  }

  /**
   * The reading thread: the session's first request for a draw has come, which says for which. A
   * worker of another draw has had nothing of it but PINGs; it is sent no more.
   *
   * @param name the draw's; empty for the current one. Where there is none of this name, a worker
   *     of the current one replies so
   */
  void isFor(String name) {
    OpenDraw other = membership.choose(name);
    if (other != null) {
      worker.serveFrom(other.workers());
    }
  }

  /**
   * Gets a first worker; the agency's time stands still meanwhile.
   *
   * @return the channel to read answers from, or null when no worker was ready in time
   */
  @Nullable SocketChannel connect() throws InterruptedException {
    readDeadline.suspend();
    SocketChannel connected = worker.begin(limits().noWorker());
    readDeadline.resume();
    return connected;
  }

  /**
   * The reading thread: whether all that it has in hand is one request of the text dialect that is
   * answered soon. Most text clients wait for each answer; native ones send ahead.
   */
  boolean hasOneRequest() {
    return state.dialect() == Dialect.TEXT && !membership.isWaiting() && state.unanswered() == 1;
  }

  /** The reading thread: whether its agency is to be read before what it has sent is answered. */
  boolean mayBeAhead() {
    return state.dialect() == Dialect.NATIVE || state.unanswered() > 0;
  }

  /**
   * The reading thread: a text session asks to be answered once the draw is made. If it asks for
   * another agency than its certificate's, its worker refuses that, and nobody may notice.
   */
  void waits(int agencyOfFin) {
    if (peer.agency() == 0 || peer.agency() == agencyOfFin) {
      membership.waits(agencyOfFin);
    }
  }

  /** The replying thread: something has been answered, or nothing more will be. */
  void answered() {
    readDeadline.answered();
    drain();
  }

  /** The replying thread: a last reply has been sent, which may refuse what is not the peer's. */
  void ended(ByteBuffer reply) {
    shared.denials().closed(peer, state.dialect(), reply);
  }

  @Override
  public void drain() {
    if (membership.isDrained()) {
      if (state.unanswered() == 0) {
        readDeadline.stopReading();
      } else if (holdsUpWhatItWaitsFor()) {
        Thread.ofVirtual().name("drain").start(() -> fail(DRAINED));
      }
    }
  }

  /** A session that has nothing unanswered has no thread that would notice its worker's end. */
  @Override
  public void poolClosed() {
    replies.passBeside();
  }

  /**
   * Whether it waits for a draw that cannot come, as its agency has not finished and is not read.
   */
  private boolean holdsUpWhatItWaitsFor() {
    Bytes first = state.firstUnanswered(WAITS.remaining());
    return first != null
        && WAITS.equals(ByteBuffer.wrap(first.array(), first.from(), first.length()));
  }

  @Override
  public long epoch() {
    return state.epoch();
  }

  @Override
  public void supersede() {
    fail(new Reply.Failure(ErrorCode.SUPERSEDED, "a newer session of this agency has taken over"));
  }

  /** Unless it has been answered, or is being answered. */
  @Override
  public void replace() {
    var failure = new Reply.Failure(ErrorCode.SUPERSEDED, "newer connections of this agency wait");
    try {
      if (state.unanswered() == 0 || !agency.failUnlessInAnswer(failure)) {
        return;
      }
      LOG.warn("session", "ip", peer.ip(), "error", failure.text());
    } catch (IOException e) {
      note(e);
    }
    endServing();
  }

  @Override
  public int unanswered() {
    return state.unanswered();
  }

  @Override
  public boolean isGone() {
    return agency.isPeerGone();
  }

  @Override
  public void closeRead() {
    LOG.detail("session", "ip", peer.ip(), "error", "gone before it was answered");
    endServing();
  }

  /** No worker was ready in time, unless others have ended the session meanwhile. */
  void noWorkerInTime() {
    if (!worker.isClosedForGood()) {
      fail(unavailable("no worker is ready, try again later"));
    }
  }

  /** What the agency is sent when nobody can serve it now. */
  Reply.Failure unavailable(String why) {
    return new Reply.Failure(ErrorCode.UNAVAILABLE, limits().retryAfterMs(), why);
  }

  /** Sends the agency a last failure of the supervisor's own, and ends the session. */
  void fail(Reply.Failure failure) {
    LOG.warn("session", "ip", peer.ip(), "error", failure.text());
    try {
      // Sent before the worker connection is closed: its end would close the session without a
      // word.
      agency.fail(failure);
    } catch (IOException e) {
      note(e);
    } finally {
      endServing();
    }
  }

  /**
   * Any thread: no worker has the session any more, and the thread that passes its replies on ends.
   */
  private void endServing() {
    worker.closeForGood();
    replies.passBeside();
  }

  /** Notes a failure of a connection, which only ends this session. */
  void note(IOException failure) {
    LOG.detail("session", "ip", peer.ip(), "error", failure);
  }

  /** The agency is read no more: it is waited for no more either. */
  void stopReading() {
    readDeadline.end();
  }

  /** Lets everything go; the reading thread calls it, once the replying thread has ended. */
  @Override
  public void close() {
    membership.left();
    worker.closeForGood();
    state.close();
    try {
      agency.close();
    } catch (IOException e) {
      note(e);
    }
    shared.deadlines().forget(agency);
  }
}
