package loteria.ledger.commit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import loteria.ledger.log.Log;
import loteria.ledger.replication.ReplicatedLog.Message;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;
import loteria.ledger.state.Verdict;
import loteria.ledger.view.BetsView;
import org.jspecify.annotations.Nullable;

/**
 * One turn at the local copy of a replicated log: decides what is in messages, in their order, as
 * every server does, and records what counts. Messages that another process of this server has
 * recorded meanwhile are passed over.
 */
final class FollowTurn implements Log.Turn {
  /** An order may open its session, and so have two records; one of the draw may have three. */
  private static final int RECORDS_OF_ORDER = Order.Advance.RECORDS_MAX;

  /** So many messages at most are read again by a process that starts, though nothing counts. */
  private static final int UNNOTED_MAX = 4096;

  private final LedgerState state;
  private final BetsView view;
  private final Decisions decisions;
  private final List<Read> messages;
  private final List<Order> local;
  private final long ownOffset;
  private final LogRecord.FollowedTo from;
  private final boolean isNoted;
  private @Nullable List<Order> own;
  private int ownBatches;
  private int ownBets;

  /** The last message that was decided. */
  private @Nullable Message last;

  /**
   * A message that has been read, with the orders in it.
   *
   * @param message as it is in the log
   * @param orders in order; none where it begins the log
   */
  record Read(Message message, List<Order> orders) {}

  /**
   * @param view bets.csv, which takes what is recorded
   * @param messages without a gap
   * @param local orders that are recorded in the copy alone
   * @param ownOffset where this process's message is; -1 where it asks for nothing
   * @param from how far the log is decided here, if the copy does not say that it is further
   * @param isNoted whether how far it is decided is recorded though nothing counts
   */
  FollowTurn(
      LedgerState state,
      BetsView view,
      Decisions decisions,
      List<Read> messages,
      List<Order> local,
      long ownOffset,
      LogRecord.FollowedTo from,
      boolean isNoted) {
    this.state = state;
    this.view = view;
    this.decisions = decisions;
    this.messages = messages;
    this.local = local;
    this.ownOffset = ownOffset;
    this.from = from;
    this.isNoted = isNoted;
  }

  /** How far the log is decided here. */
  LogRecord.FollowedTo to() {
    if (last != null) {
      return new LogRecord.FollowedTo(last.offset() + 1, last.crc());
    }
    LogRecord.FollowedTo noted = state.notes().followed();
    return noted.offset() > from.offset() ? noted : from;
  }

  /** The decided orders of this process's message; null where that was not among the messages. */
  @Nullable List<Order> own() {
    return own;
  }

  /** How many batches that message stored. */
  int ownBatches() {
    return ownBatches;
  }

  /** How many bets that message stored. */
  int ownBets() {
    return ownBets;
  }

  @Override
  public LedgerState state() {
    return state;
  }

  @Override
  public long rowBytesMax() {
    long bytes = 0;
    for (Read read : messages) {
      bytes += read.message().content().length();
    }
    return bytes;
  }

  @Override
  public int recordsMax() {
    int records = local.size() + 2;
    for (Read read : messages) {
      records += read.orders().size() * RECORDS_OF_ORDER;
    }
    return records;
  }

  @Override
  public Log.Addition decide() throws IOException {
    view.cut(state.betsBytes());
    for (Read read : messages) {
      decide(read);
    }
    for (Order order : local) {
      decisions.decide(order);
    }
    if (isNoted || !decisions.records().isEmpty() || isFar()) {
      noteFollowed();
    }
    return new Log.Addition(decisions.records(), decisions.rows());
  }

  private void decide(Read read) throws IOException {
    long offset = read.message().offset();
    if (offset < next()) {
      return;
    }
    if (offset > next()) {
      throw new DamagedLogException(
          "replicated log, offset " + next() + ": the next message is that of offset " + offset);
    }
    if (offset == 0 && !state.isUntouched()) {
      throw new DamagedLogException("the log has more than the replicated one, which begins here");
    }
    int batches = decisions.batches();
    int bets = decisions.bets();
    for (Order order : read.orders()) {
      decisions.decide(order);
    }
    if (offset == ownOffset) {
      own = read.orders();
      ownBatches = decisions.batches() - batches;
      ownBets = decisions.bets() - bets;
    }
    last = read.message();
    if (offset == 0) {
      // From here on the rules of a copy hold.
      noteFollowed();
    }
  }

  private long next() {
    return to().offset();
  }

  /** Messages in which nothing counts need not be noted: who reads them again decides the same. */
  private boolean isFar() {
    return next() - state.notes().followed().offset() >= UNNOTED_MAX;
  }

  private void noteFollowed() {
    LogRecord.FollowedTo to = to();
    if (to.offset() > state.notes().followed().offset()) {
      Verdict verdict = decisions.apply(to);
      if (!(verdict instanceof Verdict.Counts)) {
        throw new IllegalStateException("offset " + to.offset() + ": " + verdict);
      }
    }
  }

  @Override
  public void beforeAppend(ByteBuffer rows) throws IOException {
    view.append(rows, state.betsBytes() - rows.remaining());
  }

  @Override
  public void appended(long end) {
    state.passed(end, decisions.records());
  }

  /** All orders of some messages. */
  static List<Order> orders(List<Read> messages) {
    List<Order> orders = new ArrayList<>();
    messages.forEach(read -> orders.addAll(read.orders()));
    return orders;
  }
}
