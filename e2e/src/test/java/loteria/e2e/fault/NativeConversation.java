package loteria.e2e.fault;

import java.io.IOException;
import java.util.List;
import loteria.e2e.Bets;
import loteria.e2e.NativeClient;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.jspecify.annotations.Nullable;

/** An agency's bets in the native dialect, from where the server says on, so many in flight. */
record NativeConversation(ExpectedBets book, int port, int window)
    implements SimulatedAgency.Conversation {

  @Override
  public List<String> hold() throws IOException {
    try (NativeClient client = NativeClient.connect(port)) {
      var hello = new Request.Hello(book.agency(), "");
      Reply.Welcome welcome = expect(Reply.Welcome.class, client.ask(hello));
      book.welcomed(welcome.lastBatch(), welcome.bets());
      sendFrom(client, welcome.lastBatch() + 1);
      var finish = Bets.finish(book.agency(), book.batches(), book.bets(), book.bets().size());
      expect(Reply.Finished.class, client.ask(finish));
      var results = new Request.Results(true);
      return List.copyOf(expect(Reply.Winners.class, client.ask(results)).documents());
    }
  }

  private void sendFrom(NativeClient client, long first) throws IOException {
    long next = first;
    for (long awaited = first; awaited <= book.batches(); awaited++) {
      for (; next <= book.batches() && next < awaited + window; next++) {
        book.sends(next);
        client.send(Bets.batch(book.agency(), next, book.bets(), book.begin(next), book.end(next)));
      }
      Reply.Ack ack = expect(Reply.Ack.class, client.receive());
      if (ack.batch() != awaited || ack.bets() != book.end(awaited) - book.begin(awaited)) {
        throw new AssertionError("batch " + awaited + " was answered by " + ack);
      }
      book.acknowledged(awaited);
    }
  }

  /** The reply, if it is what was asked for; that the server cannot serve now is no more news. */
  private <T extends Reply> T expect(Class<T> type, @Nullable Reply reply) throws IOException {
    if (type.isInstance(reply)) {
      return type.cast(reply);
    }
    if (reply == null) {
      throw new IOException("closed without an answer");
    }
    if (reply instanceof Reply.Failure failure
        && (failure.retryAfterMs() > 0 || failure.code() == ErrorCode.TIMEOUT)) {
      throw new IOException(failure.text());
    }
    throw new AssertionError(
        "agency %d wants %s, not %s".formatted(book.agency(), type.getSimpleName(), reply));
  }
}
