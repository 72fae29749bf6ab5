package loteria.supervisor.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import loteria.ipc.codec.Framer;
import loteria.ipc.codec.TextDialect;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.WireException;

/**
 * Reads a session's agency and passes its bytes on as they come, each request once it is whole. For
 * one thread, which owns the agency's stream until the session is over.
 */
final class RequestLoop {
  private static final Reply.Failure CUT_SHORT =
      new Reply.Failure(ErrorCode.MALFORMED, "the stream ends inside a message");

  private final RelaySession session;
  private final SocketChannel agency;
  private final RelayLimits limits;
  private final RelayState state;
  private final ReadDeadline readDeadline;
  private final WorkerConnection worker;
  private final Replies replies;
  private final Framer framer;

  /** The place up to which the stream has been framed. */
  private long framed;

  /** The stream has ended, or was made to. */
  private boolean isEndRead;

  /** The place where the last request that is whole ends, and the next begins. */
  private long requestBegins;

  RequestLoop(RelaySession session, SocketChannel agency) {
    this.session = session;
    this.agency = agency;
    this.limits = session.limits();
    this.state = session.state();
    this.readDeadline = session.readDeadline();
    this.worker = session.worker();
    this.replies = session.replies();
    this.framer = Framer.ofRequests(state.dialect(), limits.frameBytesMax());
  }

  /** Takes in bytes that were read before the session began. */
  void take(ByteBuffer first) throws WireException {
    while (first.hasRemaining()) {
      ByteBuffer space = state.space();
      int count = Math.min(space.remaining(), first.remaining());
      space.put(first.slice(first.position(), count));
      first.position(first.position() + count);
      state.appended(count);
      frame(space.flip());
    }
  }

  /**
   * Passes requests on until the session is over, or the agency did not send in time.
   *
   * @throws WireException when what the agency sent is no message, or there is no room for it
   */
  void run() throws IOException, InterruptedException {
    passOn();
    while (!session.membership().isDrained() && awaitRoom()) {
      ByteBuffer space = state.space();
      int read = agency.read(space);
      if (read < 0 || state.isOver()) {
        isEndRead = read < 0;
        break;
      }
      state.appended(read);
      frame(space.flip());
      passOn();
    }
    if (!state.isOver()) {
      agencyEnded();
    }
  }

  /**
   * Waits while too much is unanswered.
   *
   * @return whether to read on: false when the session is over
   * @throws WireException when others made no room in time
   */
  private boolean awaitRoom() throws InterruptedException, WireException {
    if (state.isFull()) {
      readDeadline.suspend();
      state.awaitRoom();
      readDeadline.resume();
    }
    if (!framer.atBoundary() && state.needsPermit(framer.missing())) {
      awaitPermit();
    }
    return !state.isOver();
  }

  private void awaitPermit() throws InterruptedException, WireException {
    readDeadline.suspend();
    boolean acquired =
        state.acquirePermit(framer.missing(), Duration.ofMillis(limits.retryAfterMs()));
    readDeadline.resume();
    if (!acquired && !state.isOver()) {
      throw new WireException(
          ErrorCode.UNAVAILABLE, "too much of all agencies is unanswered, try again later");
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
        requestEnded();
      }
    }
    state.framed();
    readDeadline.read(!framer.atBoundary(), oneEnded);
  }

  private void requestEnded() throws WireException {
    if (state.dialect() == Dialect.TEXT) {
      session.isFor("");
    }
    switch (framer.kind()) {
      case OPENING -> {
        state.hello(request());
        session.isFor(state.drawName());
      }
      case WAITING -> session.waits(TextDialect.agencyOfFin(request()).number());
      case OPENED, REFUSAL, ACKNOWLEDGEMENT, CLOSING, PART, OTHER -> {}
    }
    state.requestEnds(framed);
    requestBegins = framed;
  }

  /** A copy of the request that has just ended. */
  private Bytes request() {
    return state.copy(requestBegins, framed);
  }

  /**
   * Passes on what has been read. Until the worker takes it, the agency is not read, nor until a
   * request that is in hand alone is answered.
   */
  private void passOn() throws IOException {
    readDeadline.suspend();
    boolean isAlone = framer.atBoundary() && session.hasOneRequest();
    if (!isAlone && session.mayBeAhead()) {
      replies.passBeside();
    }
    worker.send();
    if (isAlone) {
      replies.passHere();
    }
    readDeadline.resume();
  }

  /** Nothing more comes of the agency: it may have ended its stream, been late, or been drained. */
  private void agencyEnded() throws InterruptedException {
    String missed = readDeadline.missed();
    if (missed != null) {
      // An agency that slept through it may come again, and be answered its winners.
      session.fail(
          new Reply.Failure(
              ErrorCode.TIMEOUT, limits.retryAfterMs(), missed + " did not come in time"));
      return;
    }
    if (isEndRead && !session.membership().isDraining()) {
      session.agency().ended();
    }
    state.agencyEnded(isCutShort() ? CUT_SHORT : null);
    // Its stream ends when it sends no more, and when it has closed the connection.
    readDeadline.suspend();
    if (state.unanswered() == 0 && replies.endHere()) {
      return;
    }
    replies.passBeside();
    if (state.unanswered() == 0) {
      // The worker's end of the session is what the replying thread waits for.
      worker.end();
    }
    session.drain();
    state.awaitOver();
  }

  /**
   * Whether the agency has ended its stream inside a message, and no drain has kept it from sending
   * more.
   */
  private boolean isCutShort() {
    return !framer.atBoundary() && !session.membership().isDraining();
  }
}
