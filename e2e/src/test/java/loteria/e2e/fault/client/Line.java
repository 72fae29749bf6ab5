package loteria.e2e.fault.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client, which may break off at any byte. It keeps its transcript, and checks
 * that each reply is possible for its request. Used by one thread, except for {@link #drop}.
 */
abstract sealed class Line permits NativeLine, TextLine {
  private final ClientHistory history;
  private final Transcript transcript;
  private long bytesLeft = Long.MAX_VALUE;
  private End end = End.CLOSED;
  private boolean ended;

  /** How a client's connection ends. */
  enum End {
    CLOSED,
    RESET,
    /** Nothing more is sent. */
    HALF_CLOSED,
    /** The client continues on another connection and ignores this one. */
    LEFT
  }

  /** The client has closed the connection. */
  static final class Broken extends IOException {
    private static final long serialVersionUID = 1;
  }

  Line(ClientHistory history, Transcript transcript) {
    this.history = history;
    this.transcript = transcript;
  }

  Transcript transcript() {
    return transcript;
  }

  int agency() {
    return history.agency();
  }

  abstract byte[] encode(Ask ask);

  abstract void write(byte[] bytes) throws IOException;

  abstract @Nullable Reply read() throws IOException;

  abstract void close() throws IOException;

  abstract void reset() throws IOException;

  abstract void endOutput() throws IOException;

  /** Breaks off after this many more bytes. */
  void breakAfter(long bytes, End how) {
    bytesLeft = bytes;
    end = how;
  }

  /** A random way to end. */
  static End anyEnd(RandomGenerator random) {
    return End.values()[random.nextInt(End.values().length)];
  }

  /** Sends requests in one write, perhaps only a part of them. */
  void say(List<? extends Ask> asks) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (Ask ask : asks) {
      bytes.write(encode(ask));
      // A FIN is complete without the line feed behind it.
      if (bytes.size() - (ask instanceof Ask.Fin ? 1 : 0) <= bytesLeft) {
        transcript.asked(ask);
      }
    }
    int count = (int) Math.min(bytes.size(), bytesLeft);
    bytesLeft -= count;
    write(Arrays.copyOf(bytes.toByteArray(), count));
    if (bytesLeft == 0 || count < bytes.size()) {
      end(end);
      throw new Broken();
    }
  }

  void say(Ask ask) throws IOException {
    say(List.of(ask));
  }

  /** Waits for the next reply; null once the server has closed. */
  @Nullable Reply hear() throws IOException {
    Reply reply = read();
    if (reply == null) {
      return null;
    }
    boolean unasked = transcript.unanswered() == 0;
    if (unasked && reply instanceof Reply.Failure failure && comesUnasked(failure)) {
      return reply;
    }
    Ask ask = transcript.firstUnanswered();
    Transcript.Fate fate = transcript.firstFate();
    transcript.answered(reply);
    if (!fits(ask, fate, reply)) {
      throw new Violation("%s, %s, is answered by %s".formatted(ask, fate, reply));
    }
    return reply;
  }

  /**
   * Waits for an answer other than a failure.
   *
   * @param continuesFrom the reply that the client continues from, and so can have no failure of
   *     its own
   * @throws IOException when the client may come again
   */
  Reply hearSuccess(String continuesFrom) throws IOException {
    Reply reply = hear();
    if (reply == null) {
      throw new EOFException("closed without an answer");
    }
    if (reply instanceof Reply.Failure failure) {
      if (maySimplyComeAgain(failure)) {
        throw new IOException(failure.text());
      }
      throw new Violation(
          "a client that continues from " + continuesFrom + " is answered by " + failure);
    }
    return reply;
  }

  /** Whether a failure says that the client may come again and continue. */
  boolean maySimplyComeAgain(Reply.Failure failure) {
    return switch (failure.code()) {
      case UNAVAILABLE, DISK_FULL, TIMEOUT -> true;
      case SUPERSEDED -> history.hasNewer(transcript);
      default -> false;
    };
  }

  private boolean comesUnasked(Reply.Failure failure) {
    return switch (failure.code()) {
      case TIMEOUT, SUPERSEDED -> true;
      // A client that ended its stream inside a request gets this reply.
      case MALFORMED -> bytesLeft == 0 && failure.text().contains("ends inside a message");
      default -> false;
    };
  }

  private boolean fits(Ask ask, Transcript.Fate fate, Reply reply) {
    if (reply instanceof Reply.Failure failure) {
      return failure.code() != ErrorCode.SUPERSEDED || history.hasNewer(transcript);
    }
    return switch (ask) {
      case Ask.Hello() -> reply instanceof Reply.Welcome;
      case Ask.Batch(long id, List<String> rows) ->
          switch (reply) {
            case Reply.Ack(long batch, int bets) ->
                batch == id && bets == rows.size() && fate == Transcript.Fate.LEDGER;
            case Reply.Refused(long batch, var bad) ->
                batch == id
                    && fate
                        == (bad.isEmpty() ? Transcript.Fate.HELD_BACK : Transcript.Fate.REFUSED);
            default -> false;
          };
      case Ask.Finish _ -> reply instanceof Reply.Finished;
      case Ask.Results(boolean waits) ->
          reply instanceof Reply.Winners || (!waits && reply instanceof Reply.Pending);
      case Ask.Ping() -> reply instanceof Reply.Pong;
      case Ask.Fin() -> reply instanceof Reply.Winners;
    };
  }

  /** Ends it in one of the ways. */
  void end(End how) throws IOException {
    switch (how) {
      case CLOSED -> {
        ended = true;
        close();
      }
      case RESET -> {
        ended = true;
        reset();
      }
      case HALF_CLOSED -> endOutput();
      case LEFT -> {}
    }
  }

  /** Closes it under the thread that uses it. */
  void drop() {
    ended = true;
    try {
      close();
    } catch (IOException e) {
      throw new Violation("a socket cannot be closed: " + e);
    }
  }

  /** Receives the rest, if the server must end the session, and closes. */
  void hearOut() {
    boolean willEnd =
        transcript.isNative()
            && history.hasNewer(transcript)
            && transcript.saidHello()
            && transcript.asks().stream().noneMatch(Ask::waitsForDraw);
    try {
      Reply last = ended || !willEnd ? null : hear();
      while (last != null && !(last instanceof Reply.Failure)) {
        last = hear();
      }
    } catch (IOException _) {
      // Its end may be a reset: the server had not read everything.
    }
    drop();
  }
}
