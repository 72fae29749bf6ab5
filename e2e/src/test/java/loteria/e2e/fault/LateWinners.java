package loteria.e2e.fault;

import java.util.ArrayList;
import java.util.List;
import loteria.e2e.Dialer;
import loteria.e2e.NativeClient;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;

/** An agency that asks for the winners of a draw that is made, until it gets them. */
final class LateWinners {
  private LateWinners() {}

  static List<String> of(Dialer server, String draw, int agency) {
    List<String> winners = new ArrayList<>();
    Attempts.until(
        () -> {
          try (NativeClient client = NativeClient.over(server.dial(agency))) {
            if (client.ask(new Request.Hello(agency, draw)) instanceof Reply.Welcome
                && client.ask(new Request.Results(false)) instanceof Reply.Winners reply) {
              winners.addAll(reply.documents());
              return true;
            }
            return false;
          }
        });
    return winners;
  }
}
