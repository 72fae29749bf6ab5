package loteria.agency.submit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.io.Deadlines;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.message.WireException;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.tls.TlsRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * A client of the servers of a draw: one conversation, over as many connections as it takes, with
 * one server at a time.
 *
 * <p>Conversations are held by one thread; another may call {@link #close}, which ends them:
 * requests in flight may still be answered, for {@value #IN_FLIGHT_SECONDS} seconds.
 */
public final class ServerClient implements AutoCloseable {
  private static final ActionLog LOG = new ActionLog(ServerClient.class);
  private static final int IN_FLIGHT_SECONDS = 5;
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(3);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(30);
  private static final Duration LAST_WORDS_PATIENCE = Duration.ofMillis(200);
  private static final Duration DRAW_PATIENCE = Duration.ofHours(1);

  private final Servers servers;
  private final Deadlines deadlines = new Deadlines();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Attempts attempts;
  private final Semaphore idle = new Semaphore(1);

  private volatile @Nullable Connection connection;

  /**
   * @param random jitter for the times of retries
   */
  public ServerClient(Servers servers, RandomGenerator random) {
    this.servers = servers;
    this.attempts = new Attempts(servers, random, stop);
  }

  /** The part of a conversation after the server's WELCOME. */
  interface Conversation<T> {
    T hold(Reply.Welcome welcome) throws IOException, SubmissionFailed, Stopped;
  }

  /**
   * Holds a conversation; starts over with HELLO, and with the next server if there is one,
   * whenever its connection breaks or the server cannot serve now.
   *
   * @throws SubmissionFailed if a retry would not help, or there was no progress for too long
   */
  <T> T converse(Conversation<T> conversation) throws SubmissionFailed, Stopped {
    idle.acquireUninterruptibly();
    try {
      while (true) {
        try {
          return conversation.hold(greet());
        } catch (IOException e) {
          hangUp();
          boolean other = e instanceof WireException w && w.code() == ErrorCode.OTHER_VERSION;
          if (other || e instanceof TlsRefusedException) {
            throw new SubmissionFailed(ExitCode.SERVER_REFUSED, String.valueOf(e.getMessage()));
          }
          attempts.failed(e);
        } catch (ServerRefused e) {
          hangUp();
          if (e.errorCode() != ErrorCode.SUPERSEDED || !attempts.superseded(e)) {
            throw e;
          }
        }
      }
    } catch (SubmissionFailed e) {
      throw servers.areSeveral() ? e.by(attempts.server()) : e;
    } finally {
      hangUp();
      idle.release();
    }
  }

  /** Whether the process is asked to end: requests in flight may finish, no new ones may start. */
  boolean stopping() {
    return stop.getCount() == 0;
  }

  /** Progress was made: patience starts over. */
  void movedOn() {
    attempts.movedOn();
  }

  /** The server of this conversation, for people; empty if there is only one. */
  String shownServer() {
    return servers.areSeveral() ? attempts.server().toString() : "";
  }

  void send(Request request) throws IOException, ServerRefused {
    send(new ByteBuffer[] {NativeDialect.encode(request)}, 1);
  }

  void send(ByteBuffer[] frames, int count) throws IOException, ServerRefused {
    Connection open = current();
    try {
      open.send(frames, count);
    } catch (IOException e) {
      hearLastWords(open);
      throw e;
    }
  }

  /** A reply that has arrived already, or null. */
  @Nullable Reply arrivedReply() throws IOException, SubmissionFailed {
    return checked(current().reply(Duration.ZERO));
  }

  /** Waits for a reply, also when the process is asked to end. */
  Reply replyInFlight() throws IOException, SubmissionFailed {
    Duration most = replyPatience();
    long deadline = System.nanoTime() + most.toNanos();
    while (true) {
      Reply reply = checked(current().reply(Duration.ofNanos(deadline - System.nanoTime())));
      if (reply != null) {
        return reply;
      }
      if (System.nanoTime() - deadline >= 0) {
        throw noAnswerFor(most);
      }
    }
  }

  /** Waits for a reply, unless the process is asked to end. */
  Reply reply() throws IOException, SubmissionFailed, Stopped {
    Duration most = replyPatience();
    Reply reply = stopping() ? null : checked(current().reply(most));
    if (reply != null) {
      return reply;
    }
    if (stopping()) {
      throw new Stopped();
    }
    throw noAnswerFor(most);
  }

  /** Waits for a reply that the run can do without; null if none comes in time. */
  @Nullable Reply reply(Duration most) throws IOException, SubmissionFailed {
    return stopping() ? null : checked(current().reply(most));
  }

  /** Waits for a reply that may take long; null if it takes longer. */
  @Nullable Reply awaitReply(Duration most) throws IOException, SubmissionFailed {
    try {
      return reply(most);
    } finally {
      attempts.renew();
    }
  }

  /** Waits for a reply that may take long. */
  Reply awaitReply() throws IOException, SubmissionFailed, Stopped {
    try {
      while (!stopping()) {
        Reply reply = checked(current().reply(DRAW_PATIENCE));
        if (reply != null) {
          return reply;
        }
      }
      throw new Stopped();
    } finally {
      attempts.renew();
    }
  }

  /** Sends nothing for a while, unless the process is asked to end. */
  void rest(Duration time) throws IOException, SubmissionFailed, Stopped {
    Reply unasked = stopping() ? null : checked(current().reply(time));
    if (stopping()) {
      throw new Stopped();
    }
    if (unasked != null) {
      throw unexpected(unasked);
    }
  }

  /** The exception for a reply that does not fit its request: a new connection may help. */
  static WireException unexpected(Reply reply) {
    return new WireException(
        ErrorCode.MALFORMED, "unexpected reply: " + reply.getClass().getSimpleName());
  }

  @Override
  public void close() {
    stop.countDown();
    Connection open = connection;
    if (open != null) {
      open.wake();
    }
    boolean answered = inFlightIsAnswered();
    hangUp();
    deadlines.close();
    if (!answered) {
      LOG.warn("close", "error", "some requests in flight were not answered");
    }
  }

  /** Sending failed: a reply that arrived before may say why, and counts more. */
  private void hearLastWords(Connection open) throws IOException, ServerRefused {
    while (checked(open.reply(LAST_WORDS_PATIENCE)) != null) {
      // An ACK, perhaps; the next WELCOME repeats its content.
    }
  }

  private boolean inFlightIsAnswered() {
    try {
      return idle.tryAcquire(IN_FLIGHT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      return false;
    }
  }

  private Duration replyPatience() {
    Duration left = attempts.left();
    return left.compareTo(ANSWER_PATIENCE) < 0 ? left : ANSWER_PATIENCE;
  }

  private static IOException noAnswerFor(Duration time) {
    return new IOException("no reply for " + time.toMillis() + " ms");
  }

  private Reply.Welcome greet() throws IOException, SubmissionFailed, Stopped {
    ServerAddress server = attempts.server();
    connection = Connection.open(server, servers.tls(), CONNECT_PATIENCE, deadlines);
    attempts.greeted();
    send(new Request.Hello(servers.agency().number(), servers.draw()));
    Reply reply = reply();
    if (!(reply instanceof Reply.Welcome welcome)) {
      throw unexpected(reply);
    }
    attempts.welcomed();
    LOG.success(
        "connect", "server", server, "last_batch", welcome.lastBatch(), "bets", welcome.bets());
    return welcome;
  }

  private @Nullable Reply checked(@Nullable Reply reply) throws Unavailable, ServerRefused {
    if (reply instanceof Reply.Failure failure) {
      if (failure.retryAfterMs() != 0 || failure.code() == ErrorCode.TIMEOUT) {
        throw new Unavailable(failure);
      }
      throw new ServerRefused(failure);
    }
    return reply;
  }

  private Connection current() throws IOException {
    Connection open = connection;
    if (open == null) {
      throw new IOException("not connected");
    }
    return open;
  }

  private void hangUp() {
    Connection open = connection;
    if (open != null) {
      open.close();
      connection = null;
    }
  }
}
