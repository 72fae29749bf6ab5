package loteria.e2e.fault;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import loteria.e2e.Dialer;
import loteria.e2e.TextClient;
import loteria.ipc.message.ErrorCode;

/**
 * An agency's conversation in the text dialect, with a connection for each message. The server does
 * not say where to continue from: it repeats the last batches that it saw acknowledged.
 *
 * @param again errors after which it begins again
 */
record TextConversation(ExpectedBets expectedBets, Dialer server, Set<ErrorCode> again)
    implements SimulatedAgency.Conversation {
  private static final int SAID_AGAIN = 2;
  private static final int WIN_HEADER_CHARS = 12;

  /** One that has a single server. */
  TextConversation(ExpectedBets expectedBets, Dialer server) {
    this(expectedBets, server, Set.of());
  }

  @Override
  public List<String> hold() throws IOException {
    var client = new TextClient(server, expectedBets.agency());
    int known = expectedBets.acknowledgedBatches();
    int last = expectedBets.isClosed() ? known : expectedBets.batches();
    for (int batch = Math.max(1, known - SAID_AGAIN + 1); batch <= last; batch++) {
      expectedBets.sends(batch);
      List<List<String>> bets =
          expectedBets.bets().subList(expectedBets.begin(batch), expectedBets.end(batch));
      String content = expectedBets.agency() + "," + batch + "\n";
      String reply = served(client.bet(batch, bets.stream().map(TextConversation::row).toList()));
      if (isClosed(reply)) {
        expectedBets.closed(batch);
        break;
      }
      check("ACK,%08d,%s".formatted(content.length(), content), reply);
      expectedBets.acknowledged(batch);
    }
    String winners = served(client.fin());
    check("WIN,", winners.substring(0, 4));
    String documents = winners.substring(WIN_HEADER_CHARS);
    return documents.isEmpty() ? List.of() : List.of(documents.split(",", -1));
  }

  private static String row(List<String> bet) {
    return String.join(",", bet);
  }

  /** Whether the server takes no more. */
  private static boolean isClosed(String reply) {
    return reply.startsWith("ERR,")
        && (reply.contains("CLOSED: ") || reply.contains("the draw has been made"));
  }

  /** The reply; if it is an ERROR that asks to try again, it is thrown as a failure. */
  private String served(String reply) throws IOException {
    boolean isSuperseded = reply.contains("has taken over") && again.contains(ErrorCode.SUPERSEDED);
    if (reply.startsWith("ERR,")
        && (isSuperseded || reply.contains("try again later") || reply.contains("in time"))) {
      throw new IOException(reply);
    }
    return reply;
  }

  private void check(String expected, String reply) {
    if (!reply.equals(expected)) {
      throw new AssertionError(
          "agency %d wants %s, not %s".formatted(expectedBets.agency(), expected, reply));
    }
  }
}
