package loteria.e2e.fault;

import java.io.IOException;
import java.util.List;
import loteria.e2e.TextClient;

/**
 * An agency's bets in the text dialect, a connection to each message. Nobody tells it where to go
 * on from: it says again the last batches that it saw acknowledged.
 */
record TextConversation(ExpectedBets book, int port) implements SimulatedAgency.Conversation {
  private static final int SAID_AGAIN = 2;
  private static final int WIN_HEADER_CHARS = 12;

  @Override
  public List<String> hold() throws IOException {
    var client = new TextClient(port, book.agency());
    int known = book.acknowledged() / book.perBatch();
    for (int batch = Math.max(1, known - SAID_AGAIN + 1); batch <= book.batches(); batch++) {
      book.sends(batch);
      List<List<String>> bets = book.bets().subList(book.begin(batch), book.end(batch));
      String content = book.agency() + "," + batch + "\n";
      String answer = served(client.bet(batch, bets.stream().map(TextConversation::row).toList()));
      check("ACK,%08d,%s".formatted(content.length(), content), answer);
      book.acknowledged(batch);
    }
    String winners = served(client.fin());
    check("WIN,", winners.substring(0, 4));
    String documents = winners.substring(WIN_HEADER_CHARS);
    return documents.isEmpty() ? List.of() : List.of(documents.split(",", -1));
  }

  private static String row(List<String> bet) {
    return String.join(",", bet);
  }

  /** The answer, unless it says that the server cannot serve now: then it is to be tried again. */
  private static String served(String answer) throws IOException {
    if (answer.startsWith("ERR,")
        && (answer.contains("try again later") || answer.contains("in time"))) {
      throw new IOException(answer);
    }
    return answer;
  }

  private void check(String expected, String answer) {
    if (!answer.equals(expected)) {
      throw new AssertionError(
          "agency %d wants %s, not %s".formatted(book.agency(), expected, answer));
    }
  }
}
