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
import loteria.ledger.log.Log;
import loteria.ledger.log.NoRoomException;
import loteria.ledger.replication.LogBeginning;
import loteria.ledger.replication.LogMove;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.replication.ReplicatedLog.Message;
import loteria.ledger.replication.UnavailableException;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;

/**
 * The engine of a ledger that several servers share: appends what is asked to the replicated log,
 * reads that back, and decides it in the log's order, as every other server does. What counts goes
 * into the local log, which is a copy and needs no force.
 *
 * <pre>
 *  orders ──▶ append ──▶ replicated log ──▶ read, up to the own message ──▶ decide ──▶ local log
 *                                                                             └──▶ answers
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
  private final int ledger;
  private final MessageFeed feed;
  private final int turnBytes;

  /** Whether a turn waits for other machines. */
  private volatile boolean waits;

  /** When a turn last ceased to, as {@link System#nanoTime}. */
  private volatile long waitedUntilNanos = System.nanoTime();

  /** The offset up to which the log is taken in. */
  private volatile long position;

  /**
   * @param local the copy, open
   * @param log this engine's from now on
   * @param ledger the tag that all messages have
   * @param feed reads the log; started
   */
  ReplicatedCommit(GroupCommit local, ReplicatedLog log, int ledger, MessageFeed feed) {
    this(local, log, ledger, feed, TURN_BYTES);
  }

  /**
   * @param turnBytes how much of the log is taken in at once at most, but for one message
   */
  ReplicatedCommit(
      GroupCommit local, ReplicatedLog log, int ledger, MessageFeed feed, int turnBytes) {
    this.local = local;
    this.log = log;
    this.ledger = ledger;
    this.feed = feed;
    this.turnBytes = turnBytes;
    this.position = local.state().followed().offset();
  }

  @Override
  public LedgerState state() {
    return local.state();
  }

  @Override
  public WorkerMessage.Followed followed() {
    MessageFeed.Position read = feed.position();
    return new WorkerMessage.Followed(position, Math.max(position, read.end()), read.isReachable());
  }

  @Override
  public long waitsHereSince(long sinceNanos, long nowNanos) {
    if (waits) {
      return nowNanos;
    }
    long until = waitedUntilNanos;
    return until - sinceNanos > 0 ? until : sinceNanos;
  }

  /** Something that other machines must do. */
  private interface Waiting<T> {
    T get() throws IOException;
  }

  private <T> T waitFor(Waiting<T> others) throws IOException {
    waits = true;
    try {
      return others.get();
    } finally {
      waitedUntilNanos = System.nanoTime();
      waits = false;
    }
  }

  @Override
  public Outcome carryOut(List<Order> orders) throws IOException {
    var asked = new AskedOrders(orders, state());
    var outcome = new FollowOutcome(asked);
    try {
      long own = asked.isAnything() ? append(asked, outcome) : -1;
      follow(own, asked, outcome);
      outcome.decided(local.decisions(orders));
    } catch (UnavailableException e) {
      outcome.deny(failure(ErrorCode.UNAVAILABLE, RETRY_AFTER_MS, e), e);
    } catch (NoRoomException e) {
      int retryAfter = (int) DiskFull.RETRY_AFTER.toMillis();
      outcome.deny(failure(ErrorCode.DISK_FULL, retryAfter, e), e);
    }
    return outcome;
  }

  private static Reply.Failure failure(ErrorCode code, int retryAfterMillis, IOException why) {
    return new Reply.Failure(code, retryAfterMillis, String.valueOf(why.getMessage()));
  }

  /** A server that is far behind appends nothing: it could not say what happens to it. */
  private long append(AskedOrders asked, FollowOutcome outcome) throws IOException {
    long deadline = System.nanoTime() + log.timeout().toNanos();
    while (!feed.isLevel(state().followed().offset())) {
      if (System.nanoTime() - deadline > 0) {
        throw new UnavailableException("this server is behind the others, try again later");
      }
      takeIn(asked, outcome, -1, TimeUnit.MILLISECONDS.toNanos(100));
    }
    if (asked.opensSessions()) {
      // Which sessions others have opened must be known first.
      takeIn(asked, outcome, -1, 0);
    }
    byte[] message = OrderCodec.encode(ledger, asked.proposals(state()));
    return waitFor(() -> log.append(message));
  }

  /** Takes in what there is, and all up to an offset. */
  private void follow(long own, AskedOrders asked, FollowOutcome outcome) throws IOException {
    long deadline = System.nanoTime() + log.timeout().toNanos();
    takeIn(asked, outcome, own, 0);
    while (state().followed().offset() <= own) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new UnavailableException(
            "the replicated log does not answer in time, try again later");
      }
      takeIn(asked, outcome, own, left);
    }
  }

  /**
   * One turn at the copy, of what has been read.
   *
   * @param nanos how long to wait for the first message
   */
  private void takeIn(AskedOrders asked, FollowOutcome outcome, long own, long nanos)
      throws IOException {
    LogRecord.FollowedTo from = state().followed();
    List<Read> reads = read(waitFor(() -> feed.take(from, asked.isAnything(), nanos)));
    List<Order> notes = asked.takeNotes();
    if (reads.isEmpty() && notes.isEmpty() && nanos == 0 && own < 0) {
      return;
    }
    int at = 0;
    do {
      int to = end(reads, at);
      List<Read> part = reads.subList(at, to);
      Decisions decisions = local.decisions(FollowTurn.orders(part));
      List<Order> noted = at == 0 ? notes : List.of();
      var turn = new FollowTurn(state(), local.view(), decisions, part, noted, own);
      local.carryOut(turn);
      position = state().followed().offset();
      decisions.answer();
      outcome.took(decisions.finished(), turn);
      at = to;
    } while (at < reads.size());
  }

  /** Where the next turn's messages end. */
  private int end(List<Read> reads, int from) {
    int bytes = 0;
    int to = from;
    while (to < reads.size() && (to == from || bytes < turnBytes)) {
      bytes += reads.get(to++).message().content().length();
    }
    return to;
  }

  private List<Read> read(List<Message> messages) throws IOException {
    List<Read> reads = new ArrayList<>(messages.size());
    for (Message message : messages) {
      reads.add(new Read(message, orders(message)));
    }
    return reads;
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
    if (beginning == null) {
      return OrderCodec.decode(ledger, message.content(), message.offset());
    }
    if (message.offset() == 0 && beginning.tag() != ledger) {
      throw OrderCodec.damaged(0, "it is the beginning of another ledger");
    }
    return List.of();
  }

  @Override
  public void read(long from, long to, Log.Visitor visitor) throws IOException {
    local.read(from, to, visitor);
  }

  @Override
  public void forceView() throws IOException {
    local.forceView();
  }

  @Override
  public void end() throws IOException {
    local.end();
  }

  @Override
  public void close() throws IOException {
    try (local) {
      feed.close();
    }
  }
}
