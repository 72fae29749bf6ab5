package loteria.ledger.commit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ledger.AgencySession;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;
import org.jspecify.annotations.Nullable;

/** The orders of one turn, by what a shared ledger does with them. Used by the ledger's thread. */
final class AskedOrders {
  private final List<Order> proposals = new ArrayList<>();
  private final List<Order> questions = new ArrayList<>();
  private final List<Order> refused = new ArrayList<>();
  private final List<Order.Append> repeats = new ArrayList<>();

  /** Those of which something else is asked, which may fail. */
  private final Set<AgencySession> asking = Collections.newSetFromMap(new IdentityHashMap<>());

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
      case Order.Append append -> {
        if (isRepeat(append, state)) {
          repeats.add(append);
        } else {
          propose(order, append.session());
        }
      }
      case Order.Finish finish -> propose(order, finish.session());
      case Order.Open open -> {
        asking.add(open.session());
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
    asking.add(session);
    (session.failure() == null ? proposals : refused).add(order);
  }

  /**
   * Whether this very batch is known to be stored, and its session may say so. That does not change
   * any more: an agency that sends it again for ever must not fill the log.
   */
  private boolean isRepeat(Order.Append append, LedgerState state) {
    int agency = append.agency().number();
    long epoch = append.session().epoch();
    Request.Batch batch = append.batch();
    LogRecord.BatchStored stored = state.recent(agency, batch.id());
    return stored != null
        && stored.isSameContent(batch.rows(), batch.content().length(), append.digest())
        && append.session().failure() == null
        && !asking.contains(append.session())
        && (epoch == state.of(agency).epoch() || state.isNewer(agency, epoch));
  }

  /** Whether anything must be appended: a question is answered as of an append of its own. */
  boolean isAnything() {
    return isAsked || !proposals.isEmpty();
  }

  /** What is appended to the replicated log, in order. */
  List<Order> proposals() {
    return proposals;
  }

  /**
   * The same, as it is appended.
   *
   * @param state the part of the log that is taken in here by then
   */
  List<Order> proposals(LedgerState state) {
    List<Order> appended = new ArrayList<>(proposals.size());
    for (Order order : proposals) {
      boolean opens = order instanceof Order.Open;
      appended.add(opens ? after(state, (Order.Open) order) : order);
    }
    return appended;
  }

  private static Order after(LedgerState state, Order.Open open) {
    return open.after(state.of(open.agency().number()).epoch());
  }

  /** Whether a session is among them. */
  boolean opensSessions() {
    return proposals.stream().anyMatch(Order.Open.class::isInstance);
  }

  /** What is answered from the copy. */
  List<Order> questions() {
    return questions;
  }

  /** Batches that are stored, of sessions that ask for nothing else before. */
  List<Order.Append> repeats() {
    return repeats;
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
