package loteria.ledger.commit;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import loteria.ledger.commit.FollowTurn.Read;
import loteria.ledger.commit.MessageAppender.Appended;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.replication.ReplicatedLog.Message;
import loteria.ledger.replication.UnavailableException;
import loteria.ledger.state.LogRecord;

/**
 * The local copy of a replicated log: takes in what a feed has read, and decides it in the log's
 * order, as every other server does. What counts goes into the local log, which needs no force.
 * Used by the ledger's thread, except where a method says otherwise.
 */
final class LogCopy {
  /** How much of the log is taken in at once at most. */
  static final int TURN_BYTES = 4 << 20;

  private final GroupCommit local;
  private final ReplicatedLog log;
  private final MessageFeed feed;
  private final OrderReader reader;
  private final WaitForOthers others;

  /** How far the log is decided here, if the copy does not say that it is further. */
  private LogRecord.FollowedTo decidedTo;

  /** The offset up to which the log is taken in. */
  private volatile long position;

  /**
   * @param local the local log, open
   * @param log what it is a copy of
   * @param feed reads that; started
   * @param others notes when a message was waited for
   */
  LogCopy(
      GroupCommit local,
      ReplicatedLog log,
      MessageFeed feed,
      OrderReader reader,
      WaitForOthers others) {
    this.local = local;
    this.log = log;
    this.feed = feed;
    this.reader = reader;
    this.others = others;
    this.decidedTo = local.state().notes().followed();
    this.position = decidedTo.offset();
  }

  /** How far the log is decided here. */
  LogRecord.FollowedTo decidedTo() {
    LogRecord.FollowedTo noted = local.state().notes().followed();
    return noted.offset() > decidedTo.offset() ? noted : decidedTo;
  }

  /** The offset up to which the log is taken in. Any thread may ask. */
  long position() {
    return position;
  }

  /** Finds out whether the log still has what was read up to an offset. */
  interface Proof {
    void of(long offset) throws IOException;
  }

  /**
   * Takes in all that was in the log when the feed began to read.
   *
   * @param proof asked once, if the log seems to end too early
   */
  void catchUp(AskedOrders asked, FollowOutcome outcome, Proof proof) throws IOException {
    long deadline = System.nanoTime() + log.timeout().toNanos();
    boolean isProven = false;
    while (!feed.isLevel(decidedTo().offset())) {
      if (!isProven && feed.seemsToEndEarly()) {
        isProven = true;
        proof.of(decidedTo().offset());
      }
      if (System.nanoTime() - deadline > 0) {
        throw new UnavailableException("this server is behind the others, try again later");
      }
      takeIn(asked, outcome, -1, TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  /**
   * Takes in what there is, and all up to the own message. That is decided before it is read where
   * it is the next, and the one before it is this process's, too: nothing else can be there.
   */
  void follow(Appended appended, AskedOrders asked, FollowOutcome outcome) throws IOException {
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

  /** Takes in what has been read, and what is for the copy alone. */
  void takeIn(AskedOrders asked, FollowOutcome outcome) throws IOException {
    takeIn(asked, outcome, -1, 0);
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
          new FollowTurn(
              local.state(), local.view(), decisions, part, notes, own, decidedTo, false);
      local.carryOut(turn);
      notes = List.of();
      decidedTo = turn.to();
      position = decidedTo.offset();
      decisions.answer();
      outcome.took(decisions.finished(), turn);
    }
  }

  /** After the last turn: a reader of the copy, when no server runs, sees that it has all. */
  void end() throws IOException {
    Decisions none = local.decisions(List.of());
    local.carryOut(
        new FollowTurn(
            local.state(), local.view(), none, List.of(), List.of(), -1, decidedTo(), true));
    local.end();
  }
}
