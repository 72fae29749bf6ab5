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
import loteria.ipc.message.Dialect;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.supervisor.pool.ReadyWorker;
import org.jspecify.annotations.Nullable;

/**
 * Reads a session's worker and passes its answers to the agency, each whole or not at all; when the
 * worker is gone, gives the session to another, which is told again whatever was not answered.
 */
final class ReplyLoop {
  private static final ActionLog LOG = new ActionLog(ReplyLoop.class);
  private static final int GATHERED_MAX = 64;

  /** What is read of a worker at a time: a part of a long answer, or many short ones. */
  private static final int READ_BYTES_MAX = 32 << 10;

  /** How often a session without a worker sees whether it still needs one. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final Dialect dialect;
  private final RelayLimits limits;
  private final RequestLog log;
  private final WorkerConnection upstream;
  private final AgencyConnection downstream;
  private final ResumeState resume;
  private final Runnable opened;
  private final Runnable answered;
  private final ByteBuffer[] gathered = new ByteBuffer[GATHERED_MAX];
  private final Framer.Kind[] kinds = new Framer.Kind[GATHERED_MAX];
  private final int[] lengths = new int[GATHERED_MAX];
  private final QuickEnds quickEnds = new QuickEnds();
  private volatile boolean agencyEnded;
  private volatile Reply.@Nullable Failure lastWord;
  private volatile boolean over;

  /** How many bytes of the first unanswered request's answer the agency has had, in parts. */
  private long partBytes;

  /** How many of those the worker that has the session now must say again, for nobody. */
  private long partBytesToSkip;

  /**
   * @param opened called when the session has been welcomed
   * @param answered called after each write of answers
   */
  ReplyLoop(
      Dialect dialect,
      RelayLimits limits,
      RequestLog log,
      WorkerConnection upstream,
      AgencyConnection downstream,
      ResumeState resume,
      Runnable opened,
      Runnable answered) {
    this.dialect = dialect;
    this.limits = limits;
    this.log = log;
    this.upstream = upstream;
    this.downstream = downstream;
    this.resume = resume;
    this.opened = opened;
    this.answered = answered;
  }

  /**
   * The agency will send no more.
   *
   * @param why what it is told last, behind all its answers, or null
   */
  void agencyEnded(Reply.@Nullable Failure why) {
    lastWord = why;
    agencyEnded = true;
  }

  /**
   * Whether nothing more will be answered than what is being sent. From then on the agency's bytes
   * are not the reader's: they are read away until it has taken that in.
   */
  boolean isOver() {
    return over;
  }

  /** What an agency is told when there is no worker. */
  Reply.Failure noWorker() {
    return new Reply.Failure(
        ErrorCode.UNAVAILABLE, limits.retryAfterMs(), "no worker is ready, try again later");
  }

  private Reply.Failure noAnswer() {
    return new Reply.Failure(
        ErrorCode.UNAVAILABLE, limits.retryAfterMs(), "no worker could answer, try again later");
  }

  /** Passes answers back until the session is over. */
  void run(SocketChannel first) {
    SocketChannel worker = first;
    try {
      while (worker != null) {
        ReadyWorker given = upstream.worker();
        long givenAtNanos = System.nanoTime();
        boolean over = passAnswers(worker);
        if (given != null) {
          quickEnds.ended(given, System.nanoTime() - givenAtNanos);
        }
        worker = over || isComplete() ? null : moved();
      }
      Reply.Failure failure = lastWord;
      if (failure != null) {
        downstream.fail(failure);
      }
    } catch (IOException e) {
      LOG.detail("session", "error", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      over = true;
      closeQuietly();
      upstream.closeForGood();
      answered.run();
    }
  }

  /** Whether the agency has said all and been answered, has had its last word, or is gone. */
  private boolean isComplete() {
    return upstream.isClosedForGood()
        || downstream.isClosed()
        || (agencyEnded && log.unanswered() == 0);
  }

  /**
   * Passes answers back until the worker is gone.
   *
   * @return whether the last of them ended the session
   * @throws IOException when the agency is gone
   */
  private boolean passAnswers(SocketChannel worker) throws IOException {
    Framer framer = Framer.ofReplies(dialect);
    var answers = new MessageReader(worker, framer, READ_BYTES_MAX);
    boolean there = true;
    boolean last = false;
    while (there && !last) {
      int count = 0;
      int ending = 0;
      Bytes next = nextOf(answers);
      there = next != null;
      while (next != null) {
        Framer.Kind kind = framer.kind();
        last = kind == Framer.Kind.CLOSING;
        if (partBytesToSkip > 0) {
          skip(next, kind);
        } else if (last || ending < log.unanswered()) {
          ending += kind == Framer.Kind.PART ? 0 : 1;
          kinds[count] = kind;
          lengths[count] = next.length();
          gathered[count++] = ByteBuffer.wrap(next.array(), next.from(), next.length()).slice();
        } else {
          LOG.warn("session", "error", "a worker answered what nobody asked");
          there = false;
        }
        next = last || !there || count == GATHERED_MAX ? null : nextIfHere(answers);
      }
      pass(count, last);
    }
    return last;
  }

  /**
   * Takes a part of an answer that the agency has had from another worker.
   *
   * @throws IOException when it is not what that one said: the agency cannot be told any more
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

  /** The next answer if it is here. If what is here is none, {@link #nextOf} says so next. */
  private static @Nullable Bytes nextIfHere(MessageReader answers) {
    try {
      return answers.nextIfHere();
    } catch (IOException e) {
      LOG.detail("session", "error", e);
      return null;
    }
  }

  /** Keeps what an answer says of its worker, and what another would have to know. */
  private void note(Framer.Kind kind, ByteBuffer reply) {
    switch (kind) {
      case REFUSAL -> resume.refused(reply);
      case ACKNOWLEDGEMENT -> {
        resume.acknowledged(reply);
        upstream.stored();
      }
      case OPENED -> {
        resume.welcomed();
        opened.run();
      }
      case OPENING, WAITING, CLOSING, PART, OTHER -> {}
    }
  }

  private void pass(int count, boolean last) throws IOException {
    if (count == 0) {
      return;
    }
    over = last;
    downstream.send(gathered, count, kinds[count - 1] != Framer.Kind.PART);
    quickEnds.answered();
    for (int i = 0; i < count; i++) {
      if (kinds[i] == Framer.Kind.PART) {
        partBytes += lengths[i];
        continue;
      }
      partBytes = 0;
      boolean unasked = last && i == count - 1 && log.unanswered() == 0;
      if (!unasked) {
        note(kinds[i], gathered[i].rewind());
        log.answeredOne();
      }
    }
    answered.run();
  }

  /**
   * Gives the session to another worker; null when there was none, and the agency told so, or when
   * the session turned out to need none.
   */
  private @Nullable SocketChannel moved() throws IOException, InterruptedException {
    if (quickEnds.isEnough()) {
      LOG.warn("session", "error", "workers end it again and again without an answer");
      downstream.fail(noAnswer());
      return null;
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
      // Not on this thread: a worker that is not read does not go on reading.
      Thread.ofVirtual().name("resend").start(upstream::send);
    } else if (!isComplete()) {
      LOG.warn("session", "error", "no worker is ready");
      downstream.fail(noWorker());
    }
    return worker;
  }

  private void closeQuietly() {
    try {
      downstream.close();
    } catch (IOException e) {
      LOG.detail("session", "error", e);
    }
  }
}
