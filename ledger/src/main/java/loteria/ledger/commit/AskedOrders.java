package loteria.ledger.commit;

import java.util.ArrayList;
import java.util.List;
import loteria.ipc.message.Reply;
import loteria.ledger.AgencySession;
import loteria.ledger.state.LedgerState;
import org.jspecify.annotations.Nullable;

/** The orders of one turn, by what a shared ledger does with them. Used by the ledger's thread. */
final class AskedOrders {
  private final List<Order> proposals = new ArrayList<>();
  private final List<Order> questions = new ArrayList<>();
  private final List<Order> refused = new ArrayList<>();
  private List<Order> notes = new ArrayList<>();
  private boolean isAsked;

  /**
   * @param state the part of the log that is taken in here
   */
  AskedOrders(List<Order> orders, LedgerState state) {
    orders.forEach(order -> add(order, state));
  }

  private void add(Order order, LedgerState state) {
    switch (order) {
      case Order.Append append -> propose(order, append.session());
      case Order.Finish finish -> propose(order, finish.session());
      case Order.Open open -> {
        int agency = open.agency().number();
        // What the answer says does not change any more.
        boolean isFinal = state.draw() != null || state.of(agency).isFinished();
        (isFinal ? questions : proposals).add(order);
      }
      case Order.Close _, Order.RecordDraw _ -> proposals.add(order);
      case Order.Look _, Order.Compare _ -> {
        questions.add(order);
        isAsked = true;
      }
      case Order.NoteView _, Order.Last _ -> notes.add(order);
      case Order.Follow _, Order.Snapshot _ -> {}
    }
  }

  private void propose(Order order, AgencySession session) {
    (session.failure() == null ? proposals : refused).add(order);
  }

  /** Whether anything must be appended: a question is answered as of an append of its own. */
  boolean isAnything() {
    return isAsked || !proposals.isEmpty();
  }

  /** What is appended to the replicated log, in order. */
  List<Order> proposals() {
    return proposals;
  }

  /** What is answered from the copy. */
  List<Order> questions() {
    return questions;
  }

  /** Orders of sessions of which an earlier one has failed. */
  List<Order> refused() {
    return refused;
  }

  /** What is recorded in the copy alone; given once. */
  List<Order> takeNotes() {
    List<Order> taken = notes;
    notes = List.of();
    return taken;
  }

  /** The session that an order is of; null where it is of none. */
  static @Nullable AgencySession session(Order order) {
    return switch (order) {
      case Order.Append append -> append.session();
      case Order.Finish finish -> finish.session();
      case Order.Open open -> open.session();
      default -> null;
    };
  }

  /** Has an order's session remember that it failed. */
  static void failed(Order order, Reply.Failure failure) {
    AgencySession session = session(order);
    if (session != null) {
      session.decided(failure);
    }
  }
}
