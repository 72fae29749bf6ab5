package loteria.ledger.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.WorkerMessage;
import loteria.ipc.runtime.DiskFull;
import loteria.ledger.commit.FollowTurn.Read;
import loteria.ledger.commit.MessageAppender.Appended;
import loteria.ledger.log.Log;
import loteria.ledger.log.NoRoomException;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.replication.ReplicatedLog.Message;
import loteria.ledger.replication.UnavailableException;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * The engine of a ledger that several servers share: appends what is asked to the replicated log,
 * takes that in up to there, and decides it in the log's order, as every other server does. What
 * counts goes into the local log, which is a copy and needs no force.
 *
 * <pre>
 *  orders ──▶ append ──▶ replicated log ──▶ read, up to the own message ──▶ decide ──▶ local log
 *                │                                                           ▲ │
 *                └── the own message, if it is the next behind an own one ───┘ └──▶ answers
 * </pre>
 *
 * <p>So an answer is never older than the request, whichever server decides what meanwhile, but for
 * the ACK of a batch that is known to be stored, which does not age; and whether a message whose
 * append was not confirmed is in the log need not be known: what is asked again is found decided,
 * or not.
 */
final class ReplicatedCommit implements CommitEngine {
  /** How much of the log is taken in at once at most. */
  private static final int TURN_BYTES = 4 << 20;

  private static final int RETRY_AFTER_MS = 1000;

  private final GroupCommit local;
  private final ReplicatedLog log;
  private final WaitForOthers others = new WaitForOthers();
  private final MessageAppender appender;
  private final MessageFeed feed;
  private final WaitingOrders waiting;
  private final OrderReader reader;

  /** How far the log is decided here, if the copy does not say that it is further. */
  private LogRecord.FollowedTo decidedTo;

  /** When a turn last failed because the log did not answer, as {@link System#nanoTime}. */
  private @Nullable Long failedNanos;

  /** The offset up to which the log is taken in. */
  private volatile long position;

  /**
   * @param local the copy, open
   * @param log this engine's from now on
   * @param ledger the tag that all messages have
   * @param feed reads the log; started
   * @param waiting what a turn leaves to the next
   */
  ReplicatedCommit(
      GroupCommit local, ReplicatedLog log, int ledger, MessageFeed feed, WaitingOrders waiting) {
    this(local, log, ledger, feed, waiting, TURN_BYTES);
  }

  /**
   * @param turnBytes how much of the log is taken in at once at most, but for one message
   */
  ReplicatedCommit(
      GroupCommit local,
      ReplicatedLog log,
      int ledger,
      MessageFeed feed,
      WaitingOrders waiting,
      int turnBytes) {
    this.local = local;
    this.log = log;
    this.appender = new MessageAppender(log, ledger, others);
    this.feed = feed;
    this.waiting = waiting;
    this.reader = new OrderReader(ledger, turnBytes);
    this.decidedTo = local.state().followed();
    this.position = decidedTo.offset();
  }

  @Override
  public LedgerState state() {
    return local.state();
  }

  @Override
  public WorkerMessage.Followed followed() {
    MessageFeed.Position read = feed.position();
    return new WorkerMessage.Followed(
        position, Math.max(position, read.end()), read.isReachable(), log.takeClockAheadMs());
  }

  @Override
  public long waitsHereSince(long sinceNanos, long nowNanos) {
    return others.waitsHereSince(sinceNanos, nowNanos);
  }

  @Override
  public long gatherNanos() {
    return appender.gatherNanos();
  }

  @Override
  public Outcome carryOut(List<Order> orders) throws IOException {
    List<Order> all = waiting.with(orders);
    if (all.stream().anyMatch(this::isOld)) {
      return denyAll(all);
    }
    FollowOutcome outcome = round(all);
    waiting.leave(outcome.left());
    return outcome;
  }

  /** Whether a turn without orders would carry out anything. */
  boolean hasLeft() {
    return waiting.isAny();
  }

  /** Appends what may count, and decides it; what comes to count by that is left. */
  private FollowOutcome round(List<Order> orders) throws IOException {
    var outcome = new FollowOutcome();
    AskedOrders asked = paced(new AskedOrders(orders, state()));
    try {
      if (asked.isAnything()) {
        asked = catchUp(orders, asked, outcome);
        follow(appender.append(asked.toAppend(state()), decidedTo().offset()), asked, outcome);
      } else {
        takeIn(asked, outcome, -1, 0);
      }
      outcome.decided(asked, local.decisions(orders), state());
      failedNanos = asked.isAnything() ? null : failedNanos;
    } catch (UnavailableException e) {
      failedNanos = System.nanoTime();
      outcome.deny(asked, failure(ErrorCode.UNAVAILABLE, RETRY_AFTER_MS, e), e);
    } catch (NoRoomException e) {
      int retryAfter = (int) DiskFull.RETRY_AFTER.toMillis();
      outcome.deny(asked, failure(ErrorCode.DISK_FULL, retryAfter, e), e);
    }
    return outcome;
  }

  private static Reply.Failure failure(ErrorCode code, int retryAfterMillis, IOException why) {
    return new Reply.Failure(code, retryAfterMillis, String.valueOf(why.getMessage()));
  }

  /** Whether it was queued while the log did not answer: it does not wait for it once more. */
  private boolean isOld(Order order) {
    Long failed = failedNanos;
    return failed != null && order instanceof Order.Question<?> && order.sinceNanos() < failed;
  }

  private FollowOutcome denyAll(List<Order> orders) throws IOException {
    List<Order> asked = new ArrayList<>();
    List<Order> notes = new ArrayList<>();
    orders.forEach(order -> (order instanceof Order.Question<?> ? asked : notes).add(order));
    var why = new UnavailableException("the replicated log did not answer, try again later");
    var denied = new FollowOutcome();
    denied.deny(
        new AskedOrders(asked, state()), failure(ErrorCode.UNAVAILABLE, RETRY_AFTER_MS, why), why);
    denied.add(round(notes));
    return denied;
  }

  private AskedOrders paced(AskedOrders asked) {
    boolean asksOnlyLooks = !asked.looks().isEmpty() && !asked.isAnythingButLooks();
    if (asksOnlyLooks && !waiting.mayAsk(asked.looks())) {
      asked.leaveLooks();
    }
    return asked;
  }

  /**
   * A server that is far behind appends nothing: it could not say what happens to it. And where
   * what others have appended may matter, that is taken in first.
   *
   * @return the same orders, by what is known then
   */
  private AskedOrders catchUp(List<Order> orders, AskedOrders asked, FollowOutcome outcome)
      throws IOException {
    long before = decidedTo().offset();
    long deadline = System.nanoTime() + log.timeout().toNanos();
    while (!feed.isLevel(decidedTo().offset())) {
      if (System.nanoTime() - deadline > 0) {
        throw new UnavailableException("this server is behind the others, try again later");
      }
      takeIn(asked, outcome, -1, TimeUnit.MILLISECONDS.toNanos(100));
    }
    if (asked.opensSessions(state()) || asked.hasGap()) {
      takeIn(asked, outcome, -1, 0);
    }
    return decidedTo().offset() == before ? asked : new AskedOrders(orders, state());
  }

  /**
   * Takes in what there is, and all up to the own message. That is decided before it is read where
   * it is the next, and the one before it is this process's, too: nothing else can be there.
   */
  private void follow(Appended appended, AskedOrders asked, FollowOutcome outcome)
      throws IOException {
    long own = appended.offset();
    if (appended.isBehindOwn() && feed.pass(decidedTo(), appended.message())) {
      decide(List.of(appended.message()), asked.takeNotes(), outcome, own);
      return;
    }
    long deadline = System.nanoTime() + log.timeout().toNanos();
    takeIn(asked, outcome, own, 0);
    while (decidedTo().offset() <= own) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new UnavailableException(
            "the replicated log does not answer in time, try again later");
      }
      takeIn(asked, outcome, own, left);
    }
  }

  /**
   * Takes in what has been read, and what is for the copy alone.
   *
   * @param own the offset of the own message; -1 where there is none
   * @param nanos how long to wait for the first message
   */
  private void takeIn(AskedOrders asked, FollowOutcome outcome, long own, long nanos)
      throws IOException {
    LogRecord.FollowedTo from = decidedTo();
    List<Message> read = others.get(() -> feed.take(from, asked.isAnything(), nanos));
    List<Order> notes = asked.takeNotes();
    if (!read.isEmpty() || !notes.isEmpty() || nanos > 0 || own >= 0) {
      decide(read, notes, outcome, own);
    }
  }

  /** Decides messages, in turns at the copy. */
  private void decide(List<Message> read, List<Order> copied, FollowOutcome outcome, long own)
      throws IOException {
    List<Order> notes = copied;
    for (List<Read> part : reader.turns(read)) {
      Decisions decisions = local.decisions(FollowTurn.orders(part));
      var turn =
          new FollowTurn(state(), local.view(), decisions, part, notes, own, decidedTo, false);
      local.carryOut(turn);
      notes = List.of();
      decidedTo = turn.to();
      position = decidedTo.offset();
      decisions.answer();
      outcome.took(decisions.finished(), turn);
    }
  }

  /** How far the log is decided here. */
  LogRecord.FollowedTo decidedTo() {
    LogRecord.FollowedTo noted = state().followed();
    return noted.offset() > decidedTo.offset() ? noted : decidedTo;
  }

  @Override
  public void read(long from, long to, Log.Visitor visitor) throws IOException {
    local.read(from, to, visitor);
  }

  @Override
  public void forceView() throws IOException {
    local.forceView();
  }

  /** Nothing is asked any more; what was and waits is denied. */
  @Override
  public void end() throws IOException {
    var ending = new UnavailableException("the server ends");
    var denied = new FollowOutcome();
    denied.deny(
        new AskedOrders(waiting.with(List.of()), state()),
        failure(ErrorCode.UNAVAILABLE, RETRY_AFTER_MS, ending),
        ending);
    denied.answer();
    // Who reads the copy when no server does sees that it has all.
    Decisions none = local.decisions(List.of());
    local.carryOut(
        new FollowTurn(state(), local.view(), none, List.of(), List.of(), -1, decidedTo(), true));
    local.end();
  }

  @Override
  public void close() throws IOException {
    try (local) {
      feed.close();
    }
  }
}
