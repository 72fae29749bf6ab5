package loteria.supervisor.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.codec.TextDialect;
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

  /** The number of its connection. */
  private final int connection;

  /** Its draw: the current one, until a request says which. Written by the reading thread. */
  private volatile OpenDraw draw;

  /** For the reading thread, as is the next. */
  private boolean isForDraw;

  /** The agency that a text session waits for; 0 where it does not. */
  private int waitsFor;

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
    this.draw = draw;
    this.connection = connection;
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

  /** Begins to be watched, and to be ended from outside. */
  void begin() {
    readDeadline.begin();
    shared.deadlines().watch(agency);
    draw.sessions().joined(this);
  }

  /**
   * The reading thread: the session's first request for a draw has come, which says for which. A
   * worker of another draw has had nothing of it but PINGs; it is sent no more.
   *
   * @param name the draw's; empty for the current one. Where there is none of this name, a worker
   *     of the current one replies so
   */
  void isFor(String name) {
    if (isForDraw) {
      return;
    }
    isForDraw = true;
    OpenDraw named = shared.draws().named(name);
    OpenDraw chosen = named == null ? shared.draws().current() : named;
    if (chosen.equals(draw)) {
      return;
    }
    draw.sessions().left(0, 0, this);
    draw = chosen;
    chosen.sessions().joined(this);
    state.epoch(chosen.epoch(connection));
    worker.serveFrom(chosen.workers());
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
    return state.dialect() == Dialect.TEXT && waitsFor == 0 && state.unanswered() == 1;
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
      draw.sessions().waits(waitsFor, agencyOfFin, this);
      waitsFor = agencyOfFin;
    }
  }

  /** The replying thread: a worker has welcomed the agency. */
  void opened() {
    draw.sessions().opened(state.agency(), this);
  }

  /** The replying thread: something has been answered, or nothing more will be. */
  void answered() {
    readDeadline.answered();
    drain();
  }

  /** The replying thread: a last reply has been sent, which may refuse what is not the peer's. */
  void ended(ByteBuffer reply) {
    boolean denied =
        peer.agency() != 0
            && (state.dialect() == Dialect.NATIVE
                ? NativeDialect.codeOf(reply) == ErrorCode.NOT_YOURS
                : TextDialect.isNotYours(reply));
    if (denied) {
      shared.denials().denied(peer, "the request is for another agency");
    }
  }

  /** Whether a drain has begun, and so the agency may have been kept from sending more. */
  boolean isDraining() {
    return draw.sessions().isDraining();
  }

  /** Whether no further request is taken. */
  boolean isDrained() {
    return isDraining() && draw.sessions().isDrained(state.agency());
  }

  @Override
  public void drain() {
    if (isDrained()) {
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

  /** The reading thread, once all has been answered: the worker's connection is for others. */
  void leaveWorker() {
    worker.leave();
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
    draw.sessions().left(state.agency(), waitsFor, this);
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
