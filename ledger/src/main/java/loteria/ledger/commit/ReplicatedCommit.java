package loteria.ledger.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.WorkerMessage;
import loteria.ipc.runtime.DiskFull;
import loteria.ledger.log.Log;
import loteria.ledger.log.NoRoomException;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.replication.UnavailableException;
import loteria.ledger.state.LedgerState;
import org.jspecify.annotations.Nullable;

/**
 * The engine of a ledger that several servers share: appends what is asked to the replicated log,
 * has its {@link LogCopy} take that in up to there, and answers by what was decided. What cannot be
 * appended or read now it denies.
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
  private static final int RETRY_AFTER_MS = 1000;

  private final GroupCommit local;
  private final ReplicatedLog log;
  private final WaitForOthers others = new WaitForOthers();
  private final MessageAppender appender;
  private final MessageFeed feed;
  private final LogCopy copy;
  private final WaitingOrders waiting;

  /** When a turn last failed because the log did not answer, as {@link System#nanoTime}. */
  private @Nullable Long failedNanos;

  /**
   * @param local the copy, open
   * @param log this engine's from now on
   * @param ledger the tag that all messages have
   * @param feed reads the log; started
   * @param waiting what a turn leaves to the next
   */
  ReplicatedCommit(
      GroupCommit local, ReplicatedLog log, int ledger, MessageFeed feed, WaitingOrders waiting) {
    this(local, log, ledger, feed, waiting, LogCopy.TURN_BYTES);
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
    this.copy = new LogCopy(local, log, feed, new OrderReader(ledger, turnBytes), others);
    this.waiting = waiting;
  }

  @Override
  public LedgerState state() {
    return local.state();
  }

  @Override
  public WorkerMessage.Followed followed() {
    MessageFeed.Position read = feed.position();
    long position = copy.position();
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
        long read = copy.decidedTo().offset();
        copy.follow(appender.append(asked.toAppend(state()), read), asked, outcome);
      } else {
        copy.takeIn(asked, outcome);
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
    long before = copy.decidedTo().offset();
    copy.catchUp(asked, outcome, appender::prove);
    if (asked.opensSessions(state()) || asked.hasGap()) {
      copy.takeIn(asked, outcome);
    }
    return copy.decidedTo().offset() == before ? asked : new AskedOrders(orders, state());
  }

  /** The copy of the log that it follows. */
  LogCopy copy() {
    return copy;
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
    copy.end();
  }

  @Override
  public void close() throws IOException {
    try (local) {
      feed.close();
    }
  }
}
