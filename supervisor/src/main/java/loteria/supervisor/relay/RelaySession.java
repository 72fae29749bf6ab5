package loteria.supervisor.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import loteria.ipc.codec.Framer;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.codec.TextDialect;
import loteria.ipc.io.Deadlines;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.message.WireException;
import loteria.ipc.runtime.SessionThreads;
import loteria.supervisor.pool.ReadyWorkers;
import org.jspecify.annotations.Nullable;

/**
 * One agency's session: this thread reads the agency and passes its bytes on as they come; another
 * ({@link ReplyLoop}) reads the worker, passes whole answers back, and moves the session when the
 * worker is gone.
 */
public final class RelaySession {
  private static final ActionLog LOG = new ActionLog(RelaySession.class);
  private static final Reply.Failure CUT_SHORT =
      new Reply.Failure(ErrorCode.MALFORMED, "the stream ends inside a message");

  /** How a frame looks that waits for the draw. */
  private static final ByteBuffer WAITS = NativeDialect.encode(new Request.Results(true));

  private static final Reply.Failure DRAINED =
      new Reply.Failure(
          ErrorCode.UNAVAILABLE,
          1000,
          "drained by an operator: nothing more of this agency is taken, so no draw comes");

  private final SocketChannel agency;
  private final String peer;
  private final RelayLimits limits;
  private final Deadlines deadlines;
  private final LatestSessions latest;
  private final DrawWaiters waiters;
  private final Draining draining;
  private final RequestLog log;
  private final Framer framer;
  private final ReadDeadline clock;
  private final WorkerConnection upstream;
  private final AgencyConnection downstream;
  private final ResumeState resume;
  private final ReplyLoop answers;

  private final ReadRoom room;

  private long framed;

  /** The agency that a text session waits for; 0 where it does not. */
  private int waitsFor;

  /** Where the last request that is whole ends, and the next begins. */
  private long requestBegins;

  /**
   * @param agency its connection, owned by the session
   * @param resume which session it is, that has not come far
   * @param peer who that is, for the log
   * @param waiters the text sessions that wait for the draw
   * @param draining whether no further request is to be taken
   */
  RelaySession(
      SocketChannel agency,
      Dialect dialect,
      ResumeState resume,
      String peer,
      RelayLimits limits,
      Deadlines deadlines,
      ReadyWorkers workers,
      ChunkPool pool,
      LatestSessions latest,
      DrawWaiters waiters,
      Draining draining) {
    this.agency = agency;
    this.peer = peer;
    this.limits = limits;
    this.deadlines = deadlines;
    this.log = new RequestLog(pool);
    this.latest = latest;
    this.waiters = waiters;
    this.draining = draining;
    this.framer = Framer.ofRequests(dialect, limits.frameBytesMax());
    this.resume = resume;
    this.upstream = new WorkerConnection(workers, log, resume::start);
    this.downstream = new AgencyConnection(agency, dialect, peer, deadlines, limits.frame());
    this.clock =
        new ReadDeadline(
            deadlines, agency, new AgencyEnd(), limits, dialect == Dialect.NATIVE, log::unanswered);
    this.answers =
        new ReplyLoop(
            dialect, limits, log, upstream, downstream, resume, this::opened, this::answered);
    this.room = new ReadRoom(limits, log, pool, clock, answers::isOver);
  }

  /**
   * Serves the session until it ends; returns then.
   *
   * @param first what has been read already
   */
  void run(ByteBuffer first) throws InterruptedException {
    clock.begin();
    deadlines.watch(downstream);
    draining.joined(this);
    SessionThreads.Running answering = null;
    boolean orderly = false;
    try {
      take(first);
      clock.suspend();
      SocketChannel worker = upstream.connect(limits.noWorker());
      clock.resume();
      if (worker == null) {
        fail(answers.noWorker());
        return;
      }
      answering = SessionThreads.start(() -> answers.run(worker));
      readOn();
      orderly = true;
    } catch (WireException e) {
      int retryAfterMs = e.code() == ErrorCode.UNAVAILABLE ? limits.retryAfterMs() : 0;
      fail(new Reply.Failure(e.code(), retryAfterMs, String.valueOf(e.getMessage())));
    } catch (IOException e) {
      LOG.detail("session", "ip", peer, "error", e);
    } finally {
      clock.end();
      draining.left(this);
      if (!orderly) {
        // Whatever went wrong, out of memory included: the answering thread waits for the worker.
        upstream.closeForGood();
      }
      end(answering);
      deadlines.forget(downstream);
    }
  }

  private void readOn() throws IOException, InterruptedException {
    passOn();
    while (!isDrained() && room.await(framer.atBoundary() ? 0 : framer.missing())) {
      ByteBuffer space = log.space();
      int read = agency.read(space);
      if (read < 0 || answers.isOver()) {
        break;
      }
      log.appended(read);
      frame(space.flip());
      passOn();
    }
    String missed = clock.missed();
    if (answers.isOver()) {
      return;
    }
    if (missed != null) {
      // Whoever slept through it may come again, and be told its winners.
      fail(
          new Reply.Failure(
              ErrorCode.TIMEOUT, limits.retryAfterMs(), missed + " did not come in time"));
    } else {
      answers.agencyEnded(isCutShort() ? CUT_SHORT : null);
      // Its stream ends when it sends no more, and when it has closed the connection.
      clock.suspend();
      upstream.end();
      drain();
      while (!answers.isOver()) {
        room.awaitAnswer();
      }
    }
  }

  /** Whether the agency has ended its stream inside a message, and not been kept from going on. */
  private boolean isCutShort() {
    return !framer.atBoundary() && !draining.hasBegun();
  }

  /** Whether no further request is taken. */
  private boolean isDrained() {
    return draining.hasBegun() && draining.ends(resume.agency());
  }

  /**
   * No further request is to be taken, where the agency has not finished. Any thread may say so.
   */
  void drain() {
    if (isDrained()) {
      if (log.unanswered() == 0) {
        clock.stopReading();
      } else if (waitsInVain()) {
        Thread.ofVirtual().name("drain").start(() -> fail(DRAINED));
      }
    }
  }

  /** Whether it waits for a draw that its agency, of which nothing more is taken, holds up. */
  private boolean waitsInVain() {
    Bytes first = log.firstUnanswered(WAITS.remaining());
    return first != null
        && WAITS.equals(ByteBuffer.wrap(first.array(), first.from(), first.length()));
  }

  /** Looked at while it is not read. */
  private final class AgencyEnd implements ReadDeadline.Peer {
    @Override
    public boolean isGone() {
      return downstream.isPeerGone();
    }

    @Override
    public void letGo() {
      LOG.detail("session", "ip", peer, "error", "gone before it was answered");
      upstream.closeForGood();
    }
  }

  /** Passes on what has been read. Until the worker takes it, the agency is not read. */
  private void passOn() {
    clock.suspend();
    upstream.send();
    clock.resume();
  }

  /** Takes in bytes that were read before the session began. */
  private void take(ByteBuffer first) throws WireException {
    while (first.hasRemaining()) {
      ByteBuffer space = log.space();
      int count = Math.min(space.remaining(), first.remaining());
      space.put(first.slice(first.position(), count));
      first.position(first.position() + count);
      log.appended(count);
      frame(space.flip());
    }
  }

  /** Finds where requests end in what has just been appended. */
  private void frame(ByteBuffer appended) throws WireException {
    boolean oneEnded = false;
    while (appended.hasRemaining()) {
      int before = appended.position();
      boolean ended = framer.advance(appended);
      framed += appended.position() - before;
      if (ended) {
        oneEnded = true;
        if (framer.kind() == Framer.Kind.OPENING) {
          resume.hello(log.copy(requestBegins, framed));
        } else if (framer.kind() == Framer.Kind.WAITING) {
          waits(log.copy(requestBegins, framed));
        }
        log.requestEnds(framed);
        requestBegins = framed;
      }
    }
    log.framed();
    clock.read(!framer.atBoundary(), oneEnded);
  }

  /** A text session asks to be answered once the draw is made. */
  private void waits(Bytes fin) throws WireException {
    waitsFor = TextDialect.agencyOfFin(fin).number();
    RelaySession replaced = waiters.waits(waitsFor, this);
    if (replaced != null) {
      Thread.ofVirtual().name("supersede").start(replaced::replace);
    }
  }

  /**
   * There are enough newer sessions that wait for the same: this one ends, unless it is answered.
   */
  private void replace() {
    var failure = new Reply.Failure(ErrorCode.SUPERSEDED, "newer connections of this agency wait");
    try {
      if (log.unanswered() == 0 || !downstream.failUnlessInAnswer(failure)) {
        return;
      }
      LOG.warn("session", "ip", peer, "error", failure.text());
    } catch (IOException e) {
      LOG.detail("session", "ip", peer, "error", e);
    }
    upstream.closeForGood();
  }

  /** Which session it is: the later its connection was taken, the higher. */
  long epoch() {
    return resume.epoch();
  }

  /** There is a newer session of the same agency: this one ends. */
  void supersede() {
    fail(new Reply.Failure(ErrorCode.SUPERSEDED, "a newer session of this agency has taken over"));
  }

  /** Called by the answering thread when a worker has welcomed the agency. */
  private void opened() {
    latest.opened(resume.agency(), this);
  }

  /** Called by the answering thread whenever something has been answered. */
  private void answered() {
    clock.answered();
    room.answered();
    drain();
  }

  private void fail(Reply.Failure failure) {
    LOG.warn("session", "ip", peer, "error", failure.text());
    try {
      // Said before the worker is let go: its end would close the session without a word.
      downstream.fail(failure);
    } catch (IOException e) {
      LOG.detail("session", "ip", peer, "error", e);
    } finally {
      upstream.closeForGood();
    }
  }

  /** Waits for the answering thread, then lets everything go. */
  private void end(SessionThreads.@Nullable Running answering) throws InterruptedException {
    if (answering != null) {
      answering.join();
    }
    latest.ended(resume.agency(), this);
    waiters.ended(waitsFor, this);
    upstream.closeForGood();
    log.close();
    room.ended();
    try {
      downstream.close();
    } catch (IOException e) {
      LOG.detail("session", "ip", peer, "error", e);
    }
  }
}
