package loteria.supervisor.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import loteria.ipc.codec.Framer;
import loteria.ipc.io.Deadlines;
import loteria.ipc.io.MessageReader;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Reply;
import loteria.supervisor.pool.ReadyWorker;
import org.jspecify.annotations.Nullable;

/**
 * Reads a session's worker and passes its answers to the agency, each whole or not at all; when the
 * worker is gone, gives the session to another, which is sent again all that is unanswered. For one
 * thread at a time, which owns the worker's stream: see {@link Replies}.
 */
final class ReplyLoop {
  private static final ActionLog LOG = new ActionLog(ReplyLoop.class);
  private static final int GATHERED_MAX = 64;

  /** What is read of a worker at a time: a part of a long answer, or many short ones. */
  private static final int READ_BYTES_MAX = 32 << 10;

  /** How often a session without a worker sees whether it still needs one. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final RelaySession session;
  private final RelayLimits limits;
  private final RelayState state;
  private final WorkerConnection upstream;
  private final AgencyConnection downstream;
  private final ByteBuffer[] gathered = new ByteBuffer[GATHERED_MAX];
  private final Framer.Kind[] kinds = new Framer.Kind[GATHERED_MAX];
  private final int[] lengths = new int[GATHERED_MAX];
  private final QuickEnds quickEnds = new QuickEnds();

  private Source source;

  /** The worker has ended the session with its last answer. */
  private boolean isLast;

  /** How many bytes of the first unanswered request's answer the agency has had, in parts. */
  private long partBytes;

  /** How many of those the worker that has the session now must say again, for nobody. */
  private long partBytesToSkip;

  /**
   * A worker's stream of answers.
   *
   * @param given the worker; null when it is gone already
   */
  private record Source(
      Framer framer, MessageReader answers, @Nullable ReadyWorker given, long givenAtNanos) {}

  /**
   * @param worker the channel of the first worker that has the session
   */
  ReplyLoop(RelaySession session, SocketChannel worker) {
    this.session = session;
    this.limits = session.limits();
    this.state = session.state();
    this.upstream = session.worker();
    this.downstream = session.agency();
    this.source = sourceOf(worker);
  }

  private Source sourceOf(SocketChannel worker) {
    Framer framer = Framer.ofReplies(state.dialect());
    return new Source(
        framer,
        new MessageReader(worker, framer, READ_BYTES_MAX),
        upstream.worker(),
        System.nanoTime());
  }

  /**
   * Passes answers back until nothing is unanswered.
   *
   * @return whether there may be more: false once the worker is gone or has ended the session
   * @throws IOException when the agency is gone
   */
  boolean passUnanswered() throws IOException {
    boolean there = true;
    while (there && !isLast && state.unanswered() > 0) {
      there = passNext();
    }
    return there && !isLast;
  }

  /** Whether the worker has said more than has been passed on. */
  boolean hasMore() {
    return source.answers.hasMore();
  }

  /** Whether the worker has ended the session with its last answer. */
  boolean isLast() {
    return isLast;
  }

  /** Passes answers back until the session is over, and ends it. */
  void run() {
    try {
      boolean served = !isLast && !isComplete();
      while (served) {
        passAnswers();
        if (source.given != null) {
          quickEnds.ended(source.given, System.nanoTime() - source.givenAtNanos);
        }
        served = !isLast && !isComplete() && isMoved();
      }
      Reply.Failure failure = state.lastWord();
      if (failure != null) {
        downstream.fail(failure);
      }
    } catch (IOException e) {
      LOG.detail("session", "error", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      state.finish();
      closeQuietly();
      upstream.closeForGood();
      session.answered();
    }
  }

  /** Whether the agency has said all and been answered, has had its last word, or is gone. */
  private boolean isComplete() {
    return upstream.isClosedForGood() || downstream.isClosed() || state.isAllAnswered();
  }

  /**
   * Passes answers back until the worker is gone or has ended the session, or there can be none any
   * more.
   *
   * @throws IOException when the agency is gone
   */
  private void passAnswers() throws IOException {
    boolean there = true;
    while (there && !isLast && !state.isAllAnswered()) {
      there = passNext();
    }
  }

  /**
   * Waits for the next answer and passes it back, with those that have come with it.
   *
   * @return whether the worker is still there
   * @throws IOException when the agency is gone
   */
  private boolean passNext() throws IOException {
    int count = 0;
    int ending = 0;
    Bytes next = nextOf(source.answers);
    boolean there = next != null;
    while (next != null) {
      Framer.Kind kind = source.framer.kind();
      isLast = kind == Framer.Kind.CLOSING;
      if (partBytesToSkip > 0) {
        skip(next, kind);
      } else if (isLast || ending < state.unanswered()) {
        ending += kind == Framer.Kind.PART ? 0 : 1;
        kinds[count] = kind;
        lengths[count] = next.length();
        gathered[count++] = ByteBuffer.wrap(next.array(), next.from(), next.length()).slice();
      } else {
        LOG.warn("session", "error", "a worker answered what nobody asked");
        there = false;
      }
      next = isLast || !there || count == GATHERED_MAX ? null : nextIfHere(source.answers);
    }
    pass(count);
    return there;
  }

  /**
   * Takes a part of an answer that the agency has had from another worker.
   *
   * @throws IOException when it is not what that one said: the agency can get no other reply any
   *     more
   */
  private void skip(Bytes part, Framer.Kind kind) throws IOException {
    partBytesToSkip -= part.length();
    if (kind != Framer.Kind.PART || partBytesToSkip < 0) {
      throw new IOException("a worker answers otherwise than the one before it");
    }
  }

  /** The next answer, or null when the worker is gone. */
  private static @Nullable Bytes nextOf(MessageReader answers) {
    try {
      return answers.next();
    } catch (IOException e) {
      LOG.detail("session", "error", e);
      return null;
    }
  }

  /** The next answer if it is here. If it is malformed, {@link #nextOf} reports that next. */
  private static @Nullable Bytes nextIfHere(MessageReader answers) {
    try {
      return answers.nextIfHere();
    } catch (IOException e) {
      LOG.detail("session", "error", e);
      return null;
    }
  }

  private void pass(int count) throws IOException {
    if (count == 0) {
      return;
    }
    if (isLast) {
      state.finish();
    }
    downstream.send(gathered, count, kinds[count - 1] != Framer.Kind.PART);
    quickEnds.answered();
    int ended = 0;
    for (int i = 0; i < count; i++) {
      if (kinds[i] == Framer.Kind.PART) {
        partBytes += lengths[i];
      } else {
        partBytes = 0;
        note(kinds[i], gathered[i].rewind());
        ended++;
      }
    }
    // A worker's last failure may come without a request.
    state.answered(isLast ? Math.min(ended, state.unanswered()) : ended);
    session.answered();
  }

  /** Keeps what an answer says of its worker, and what another would have to know. */
  private void note(Framer.Kind kind, ByteBuffer reply) {
    switch (kind) {
      case REFUSAL -> state.refused(reply);
      case ACKNOWLEDGEMENT -> {
        state.acknowledged(reply);
        upstream.stored();
      }
      case OPENED -> {
        state.welcomed();
        session.membership().opened();
      }
      case CLOSING -> session.ended(reply);
      case OPENING, WAITING, PART, OTHER -> {}
    }
  }

  /**
   * Gives the session to another worker; false when there was none, and the agency was answered
   * that, or when the session turned out to need none.
   */
  private boolean isMoved() throws IOException, InterruptedException {
    if (quickEnds.isEnough()) {
      LOG.warn("session", "error", "workers end it again and again without an answer");
      downstream.fail(session.unavailable("no worker could answer, try again later"));
      return false;
    }
    Thread.sleep(quickEnds.pause());
    partBytesToSkip = partBytes;
    long deadline = Deadlines.in(limits.noWorker());
    SocketChannel worker;
    do {
      worker = upstream.connect(LOOK_EVERY);
    } while (worker == null
        && !isComplete()
        && !upstream.isHopeless()
        && System.nanoTime() - deadline < 0);
    if (worker != null) {
      source = sourceOf(worker);
      // Not on this thread: a worker that is not read stops reading.
      Thread.ofVirtual().name("resend").start(upstream::send);
    } else if (!isComplete()) {
      LOG.warn("session", "error", "no worker is ready");
      downstream.fail(session.unavailable("no worker is ready, try again later"));
    }
    return worker != null;
  }

  private void closeQuietly() {
    try {
      downstream.close();
    } catch (IOException e) {
      LOG.detail("session", "error", e);
    }
  }
}
