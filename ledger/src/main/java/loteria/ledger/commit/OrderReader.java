package loteria.ledger.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loteria.ledger.commit.FollowTurn.Read;
import loteria.ledger.replication.LogBeginning;
import loteria.ledger.replication.LogMove;
import loteria.ledger.replication.ReplicatedLog.Message;

/** Reads the orders in messages, and says which messages one turn at the copy takes. */
final class OrderReader {
  private final int ledger;
  private final int turnBytes;

  /**
   * @param ledger the tag that all messages have
   * @param turnBytes how much a turn takes at most, but for one message
   */
  OrderReader(int ledger, int turnBytes) {
    this.ledger = ledger;
    this.turnBytes = turnBytes;
  }

  /**
   * Messages by turn, in order; one turn of none where there are none.
   *
   * @throws loteria.ledger.state.DamagedLogException when one is no message that is known
   * @throws loteria.ledger.replication.NotServedException when the log ends with one
   */
  List<List<Read>> turns(List<Message> messages) throws IOException {
    List<List<Read>> turns = new ArrayList<>();
    List<Read> turn = new ArrayList<>();
    turns.add(turn);
    int bytes = 0;
    for (Message message : messages) {
      if (bytes >= turnBytes) {
        turn = new ArrayList<>();
        turns.add(turn);
        bytes = 0;
      }
      turn.add(new Read(message, orders(message)));
      bytes += message.content().length();
    }
    return turns;
  }

  private List<Order> orders(Message message) throws IOException {
    LogMove end = LogMove.endOf(ledger, message);
    if (end != null) {
      throw end.exception();
    }
    if (LogMove.read(message.content()) != null) {
      return List.of();
    }
    LogBeginning beginning = LogBeginning.read(message.content());
    if (message.offset() == 0 && beginning == null) {
      throw OrderCodec.damaged(0, "the log's beginning is lost: it begins with another message");
    }
    if (beginning == null) {
      return OrderMessage.decode(ledger, message.content(), message.offset());
    }
    if (message.offset() == 0 && beginning.tag() != ledger) {
      throw OrderCodec.damaged(0, "it is the beginning of another ledger");
    }
    return List.of();
  }
}
