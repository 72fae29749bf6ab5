package loteria.ledger.commit;

import java.io.IOException;
import java.util.List;
import loteria.ipc.row.AgencyId;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;

/**
 * What every server will have once it has read the messages of an import, without the messages: to
 * find out before anything is written whether the import is possible, and how many they are.
 */
class FoldTarget implements ImportTarget {
  /** Nothing is stored before it is asked. */
  static final Decisions.OldBatches NOT_ASKED_TWICE =
      (agency, batch) -> {
        throw new IllegalStateException("batch " + batch + " of agency " + agency + " came twice");
      };

  private final LedgerState state = new LedgerState(AgencyId.MAX);
  private long messages;

  FoldTarget() {
    // The log has its first message: from there on the rules of a copy hold.
    state.apply(new LogRecord.FollowedTo(1, 0));
  }

  @Override
  public void store(List<Order> orders) throws IOException {
    var decisions = new Decisions(state, NOT_ASKED_TWICE);
    for (Order order : orders) {
      decisions.decide(order);
    }
    messages++;
  }

  @Override
  public LedgerState state() {
    return state;
  }

  /** How many messages it has been given. */
  long messages() {
    return messages;
  }
}
