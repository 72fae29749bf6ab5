package loteria.e2e.fault;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import loteria.e2e.Bets;
import loteria.e2e.Dialer;
import loteria.e2e.NativeClient;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * An agency's conversation in the native dialect: sends its bets from where the server says,
 * several in flight, until all are stored or the server takes no more.
 *
 * @param draw its name; empty for the current one
 * @param again errors after which it begins again
 */
record NativeConversation(
    ExpectedBets expectedBets, Dialer server, String draw, int window, Set<ErrorCode> again)
    implements SimulatedAgency.Conversation {
  private static final Set<ErrorCode> CLOSED = Set.of(ErrorCode.CLOSED, ErrorCode.DRAWN);

  /** One that has a single server. */
  NativeConversation(ExpectedBets expectedBets, Dialer server, int window) {
    this(expectedBets, server, "", window, Set.of());
  }

  @Override
  public List<String> hold() throws IOException {
    try (NativeClient client = NativeClient.over(server.dial(expectedBets.agency()))) {
      var hello = new Request.Hello(expectedBets.agency(), draw);
      Reply.Welcome welcome = expect(Reply.Welcome.class, client.ask(hello));
      expectedBets.welcomed(welcome.lastBatch(), welcome.bets());
      if (!expectedBets.isClosed()) {
        sendFrom(client, welcome.lastBatch() + 1);
      }
      var finish =
          Bets.finish(
              expectedBets.agency(),
              expectedBets.acknowledgedBatches(),
              expectedBets.bets(),
              expectedBets.acknowledged());
      expect(Reply.Finished.class, client.ask(finish));
      var results = new Request.Results(true);
      return List.copyOf(expect(Reply.Winners.class, client.ask(results)).documents());
    }
  }

  private void sendFrom(NativeClient client, long first) throws IOException {
    long next = first;
    for (long awaited = first; awaited <= expectedBets.batches(); awaited++) {
      for (; next <= expectedBets.batches() && next < awaited + window; next++) {
        expectedBets.sends(next);
        client.send(
            Bets.batch(
                expectedBets.agency(),
                next,
                expectedBets.bets(),
                expectedBets.begin(next),
                expectedBets.end(next)));
      }
      Reply reply = client.receive();
      if (reply instanceof Reply.Failure failure && CLOSED.contains(failure.code())) {
        expectedBets.closed(awaited);
        throw new IOException(failure.text());
      }
      Reply.Ack ack = expect(Reply.Ack.class, reply);
      if (ack.batch() != awaited
          || ack.bets() != expectedBets.end(awaited) - expectedBets.begin(awaited)) {
        throw new AssertionError("batch " + awaited + " was answered by " + ack);
      }
      expectedBets.acknowledged(awaited);
    }
  }

  /**
   * The reply, if it is of the expected type; an ERROR that asks to try again is thrown as a
   * failure.
   */
  private <T extends Reply> T expect(Class<T> type, @Nullable Reply reply) throws IOException {
    if (type.isInstance(reply)) {
      return type.cast(reply);
    }
    if (reply == null) {
      throw new IOException("closed without an answer");
    }
    if (reply instanceof Reply.Failure failure
        && (failure.retryAfterMs() > 0
            || failure.code() == ErrorCode.TIMEOUT
            || again.contains(failure.code()))) {
      throw new IOException(failure.text());
    }
    throw new AssertionError(
        "agency %d wants %s, not %s".formatted(expectedBets.agency(), type.getSimpleName(), reply));
  }
}
