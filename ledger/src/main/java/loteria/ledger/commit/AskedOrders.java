package loteria.ledger.commit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ledger.AgencySession;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;
import loteria.ledger.state.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The orders of one turn, by what a shared ledger does with them. Only what may count is appended
 * whole: what an agency sends again for ever, or without ever being right, must not fill the log.
 * Used by the ledger's thread.
 */
final class AskedOrders {
  private final LedgerState state;
  private final List<Order> proposals = new ArrayList<>();
  private final List<Order> questions = new ArrayList<>();
  private final List<Order.OfSession> doubtful = new ArrayList<>();
  private final List<Order> refused = new ArrayList<>();
  private final List<Repeat> repeats = new ArrayList<>();

  /** Those of which something may fail: what they ask after that depends on it. */
  private final Set<AgencySession> doubted = sessions();

  /** By agency, the batch that is next behind those that are proposed. */
  private final Map<Integer, Long> next = new HashMap<>();

  private final List<Order> looks = new ArrayList<>();
  private List<Order> notes = new ArrayList<>();
  private boolean hasGap;

  /**
   * A batch that is known to be stored.
   *
   * @param before how many of the proposals are asked before it
   */
  record Repeat(Order.Append order, int before) {}

  /**
   * @param state the part of the log that is taken in here
   */
  AskedOrders(List<Order> orders, LedgerState state) {
    this.state = state;
    orders.forEach(this::add);
  }

  private static Set<AgencySession> sessions() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private void add(Order order) {
    switch (order) {
      case Order.OfSession of when of.session().failure() != null -> refused.add(of);
      case Order.OfSession of when doubted.contains(of.session()) -> doubtful.add(of);
      case Order.Append append -> add(append);
      case Order.Open open -> {
        int agency = open.agency().number();
        // What the answer says does not change any more.
        boolean isFinal = !mayStore(agency);
        (isFinal ? questions : proposals).add(order);
      }
      case Order.Advance(var target, var _) -> {
        // What comes after the draw, or again, is not recorded, and its answer does not change it.
        boolean isMade = state.draw() != null || state.stage().steps() >= target.steps();
        (isMade ? questions : proposals).add(order);
      }
      case Order.OfSession _, Order.Close _, Order.RecordDraw _ -> proposals.add(order);
      case Order.Look _ -> (state.draw() == null ? looks : questions).add(order);
      case Order.Compare(var agency, var batch, var _, var _) -> {
        boolean isFinal = !mayStore(agency.number()) || isKnown(agency.number(), batch);
        (isFinal ? questions : looks).add(order);
      }
      case Order.NoteView _, Order.Last _ -> notes.add(order);
      case Order.Follow _, Order.Snapshot _ -> {}
    }
  }

  private boolean mayStore(int agency) {
    return !state.isOver() && !state.of(agency).isFinished();
  }

  private boolean isKnown(int agency, Request.Batch batch) {
    return batch.id() >= 1 && batch.id() <= state.of(agency).batches();
  }

  /**
   * What is known to fail fails for good, and what is known to be stored stays so; but a batch that
   * is not the next may come to be, with what others have appended.
   */
  private void add(Order.Append append) {
    int agency = append.agency().number();
    long id = append.batch().id();
    Verdict verdict = SessionRule.judge(append, state);
    if (verdict instanceof Verdict.Repeats && isSame(append)) {
      // It can fail only if something before it does.
      repeats.add(new Repeat(append, proposals.size()));
      return;
    }
    long due = next.getOrDefault(agency, state.of(agency).batches() + 1);
    boolean isGap =
        verdict instanceof Verdict.Fails(var code, var _)
            && code == ErrorCode.OUT_OF_ORDER
            && id >= 1;
    if (verdict instanceof Verdict.Counts || (isGap && id <= due)) {
      proposals.add(append);
      next.put(agency, Math.max(due, id + 1));
    } else {
      hasGap |= isGap;
      doubted.add(append.session());
      doubtful.add(append);
    }
  }

  /** Whether this very batch is one of the last that were stored. */
  private boolean isSame(Order.Append append) {
    Request.Batch batch = append.batch();
    LogRecord.BatchStored stored = state.recent(append.agency().number(), batch.id());
    return stored != null
        && stored.isSameContent(batch.rows(), batch.content().length(), append.digest());
  }

  /** Whether anything must be appended: a question is answered as of an append of its own. */
  boolean isAnything() {
    return isAnythingButLooks() || !looks.isEmpty();
  }

  /** Whether anything must be, besides questions of the present. */
  boolean isAnythingButLooks() {
    return hasGap || !proposals.isEmpty();
  }

  /** How far has an agency come, or is a batch stored: unless that does not change any more. */
  List<Order> looks() {
    return looks;
  }

  /** They are not of this turn. */
  void leaveLooks() {
    looks.clear();
  }

  /** What is appended to the replicated log, in order. */
  List<Order> proposals() {
    return proposals;
  }

  /**
   * The same, as it is appended.
   *
   * @param now the part of the log that is taken in here by then
   */
  List<Order> toAppend(LedgerState now) {
    List<Order> appended = new ArrayList<>(proposals.size());
    for (Order order : proposals) {
      appended.add(order instanceof Order.OfSession of ? (Order) toAppend(of, now) : order);
    }
    return appended;
  }

  /** Where a session begins with HELLO, nothing else that it asks opens it, ever. */
  private static Order.OfSession toAppend(Order.OfSession order, LedgerState now) {
    boolean opens = order instanceof Order.Open || !order.session().beginsWithHello();
    return order.after(opens ? now.of(order.agency().number()).epoch() : SessionRule.NO_SESSION);
  }

  /** Whether any of them is of a session that is not the newest that is known of its agency. */
  boolean opensSessions(LedgerState now) {
    return proposals.stream()
        .anyMatch(
            order ->
                order instanceof Order.OfSession of
                    && of.session().epoch() != now.of(of.agency().number()).epoch());
  }

  /** Whether a batch is not the next that is known here. */
  boolean hasGap() {
    return hasGap;
  }

  /** What is answered from the copy. */
  List<Order> questions() {
    List<Order> all = new ArrayList<>(questions);
    all.addAll(looks);
    return all;
  }

  /**
   * What is decided last, in order: batches that are stored, if they are the same, or that fail,
   * unless others have appended what was missing; and what their sessions have asked behind them.
   */
  List<Order.OfSession> doubtful() {
    return doubtful;
  }

  /** Batches that are stored, in order: each fails only if its session has by then. */
  List<Repeat> repeats() {
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
    return order instanceof Order.OfSession of ? of.session() : null;
  }

  /** Has an order's session remember that it failed. */
  static void failed(Order order, Reply.Failure failure) {
    AgencySession session = session(order);
    if (session != null) {
      session.decided(failure);
    }
  }
}
