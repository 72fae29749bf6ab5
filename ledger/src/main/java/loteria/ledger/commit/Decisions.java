package loteria.ledger.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowDigest;
import loteria.ledger.Admission;
import loteria.ledger.AgencySession;
import loteria.ledger.Standing;
import loteria.ledger.state.AgencyTotals;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;
import loteria.ledger.state.Verdict;

/**
 * Decides orders by what the log says, one after the other, and collects what is to be appended and
 * what is to be answered once it is on disk. The same for every engine.
 */
final class Decisions implements CommitEngine.Outcome {
  private static final int RETRY_AFTER_MS = 1000;

  private final LedgerState state;
  private final OldBatches old;
  private final List<LogRecord> records = new ArrayList<>();
  private final List<Bytes> rows = new ArrayList<>();
  private final List<Runnable> answers = new ArrayList<>();
  private final List<AgencyId> finished = new ArrayList<>();
  private int batches;
  private int bets;

  /** Whether what would count does not: it was decided before, when it did not. */
  private boolean isDecidedBefore;

  /** Finds a batch that is stored and not one of the last thousands. */
  interface OldBatches {
    LogRecord.BatchStored find(int agency, long batch) throws IOException;
  }

  /**
   * @param state takes in what is decided, before it is written
   */
  Decisions(LedgerState state, OldBatches old) {
    this.state = state;
    this.old = old;
  }

  @Override
  public List<AgencyId> finished() {
    return finished;
  }

  @Override
  public int batches() {
    return batches;
  }

  @Override
  public int bets() {
    return bets;
  }

  @Override
  public void answer() {
    answers.forEach(Runnable::run);
  }

  /** What it has recorded, in order. */
  List<LogRecord> records() {
    return records;
  }

  /** The rows of the batches that it has recorded, in order. */
  List<Bytes> rows() {
    return rows;
  }

  /** Decides an order again that others have decided and recorded; records nothing. */
  void decideAgain(Order order) throws IOException {
    isDecidedBefore = true;
    decide(order);
    isDecidedBefore = false;
  }

  /** The tests are in the order of how often they hold. */
  void decide(Order order) throws IOException {
    if (order instanceof Order.Append append) {
      answerWith(append.session().decided(decide(append)), append.answer()::complete);
    } else if (order instanceof Order.Open open) {
      answerWith(open.session().decided(decide(open)), open.answer()::complete);
    } else if (order instanceof Order.Finish finish) {
      answerWith(finish.session().decided(decide(finish)), finish.answer()::complete);
    } else if (order instanceof Order.Spoiled spoiled) {
      answerWith(spoiled.session().decided(decide(spoiled)), spoiled.answer()::complete);
    } else if (order instanceof Order.Close close) {
      answerWith(decide(close), close.answer()::complete);
    } else if (order instanceof Order.Look look) {
      answerWith(standing(look.agency().number()), look.answer()::complete);
    } else if (order instanceof Order.Compare compare) {
      answerWith(decide(compare), compare.answer()::complete);
    } else if (order instanceof Order.Advance(DrawStage target, var answer)) {
      advance(target);
      answerWith(state.stage(), answer::complete);
    } else if (order instanceof Order.RecordDraw(DrawRecord draw, var answer)) {
      Verdict verdict = apply(new LogRecord.Drawn(draw));
      answers.add(drawn(answer, verdict));
    } else if (order instanceof Order.NoteView(long position, long bytes, long _)) {
      if (position > state.notes().view().position()) {
        apply(new LogRecord.ViewForced(position, bytes));
      }
    } else if (order instanceof Order.Last) {
      apply(new LogRecord.Ended());
    }
  }

  /** The first draw that is recorded is the draw, though another is asked for. */
  private Runnable drawn(PendingAnswer<DrawRecord> answer, Verdict verdict) {
    DrawRecord made = state.draw();
    return made == null
        ? () -> answer.completeExceptionally(new IllegalStateException(verdict.toString()))
        : () -> answer.complete(made);
  }

  private <T> void answerWith(T answer, Consumer<T> order) {
    answers.add(() -> order.accept(answer));
  }

  /** Records what counts; returns what it counts for. */
  Verdict apply(LogRecord record) {
    if (isDecidedBefore) {
      Verdict verdict = state.judge(record);
      return verdict instanceof Verdict.Counts ? Verdict.decidedBefore() : verdict;
    }
    Verdict verdict = state.apply(record);
    if (verdict instanceof Verdict.Counts) {
      records.add(record);
    }
    return verdict;
  }

  /** A step that has been made, or that another server has made otherwise, is not made again. */
  private void advance(DrawStage target) {
    if (target.closed()) {
      apply(new LogRecord.IntakeClosed());
    }
    if (target.seal() != null) {
      apply(new LogRecord.Sealed(target.seal()));
    }
    if (target.number() != null) {
      apply(new LogRecord.NumberDrawn(target.number()));
    }
  }

  private Standing standing(int agency) {
    AgencyTotals totals = state.of(agency);
    boolean isCutShort = state.stage().closed() && !totals.isFinished();
    return new Standing(
        totals.batches(),
        totals.bets(),
        totals.isFinished() || isCutShort,
        state.missing(),
        state.draw() != null,
        totals.isClosed() || isCutShort,
        state.stage().seal());
  }

  /**
   * A session of an agency that can store nothing more need not be the newest: of it no record is
   * made, however often it comes to ask for its winners.
   */
  private Admission decide(Order.Open open) {
    int agency = open.agency().number();
    boolean storesMore = !state.isOver() && !state.of(agency).isFinished();
    boolean isNewest = open.session().epoch() == state.of(agency).epoch();
    if (storesMore && !isNewest && open(open) instanceof Verdict.Fails fails) {
      return new Admission.Denied(failure(fails));
    }
    return new Admission.Admitted(standing(agency), state.of(agency).digest());
  }

  /**
   * Where several servers open sessions, one that its server asked for before it knew of another
   * server's is too late: its message may have been under way for long, and behind the WELCOME of
   * that other session nothing of it may count.
   */
  private Verdict open(Order.OfSession order) {
    return SessionRule.isLate(order, state)
        ? Verdict.openedElsewhere()
        : apply(new LogRecord.SessionOpened(order.agency().number(), order.session().epoch()));
  }

  private Reply decide(Order.Append append) throws IOException {
    AgencySession session = append.session();
    Request.Batch batch = append.batch();
    Reply.Failure before = session.failure();
    if (before != null) {
      return before;
    }
    Verdict verdict = store(append);
    if (verdict instanceof Verdict.Fails fails) {
      return failure(fails);
    }
    if (verdict instanceof Verdict.Counts) {
      rows.add(batch.content());
      batches++;
      bets += batch.rows();
    } else if (!isStored(append.agency(), batch, append.digest())) {
      return new Reply.Failure(
          ErrorCode.CONTENT_CHANGED,
          "batch content changed: batch " + batch.id() + " is stored with other rows");
    }
    return new Reply.Ack(batch.id(), batch.rows());
  }

  /**
   * Where several servers open sessions, a batch that counts opens its session if nothing has, as a
   * HELLO would. A repeat makes nobody the newest.
   */
  private Verdict store(Order.Append append) {
    LogRecord.BatchStored batch = SessionRule.stored(append);
    if (!SessionRule.opens(batch, state)) {
      return apply(batch);
    }
    Verdict verdict = SessionRule.judge(append, state);
    if (!(verdict instanceof Verdict.Counts)) {
      return verdict;
    }
    Verdict opened = open(append);
    return opened instanceof Verdict.Fails ? opened : apply(batch);
  }

  private static Reply decide(Order.Spoiled spoiled) {
    Reply.Failure before = spoiled.session().failure();
    return before == null ? failure(Verdict.spoiled()) : before;
  }

  private boolean decide(Order.Compare compare) throws IOException {
    Request.Batch batch = compare.batch();
    return batch.id() >= 1
        && batch.id() <= state.of(compare.agency().number()).batches()
        && isStored(compare.agency(), batch, compare.digest());
  }

  private boolean isStored(AgencyId agency, Request.Batch batch, RowDigest digest)
      throws IOException {
    LogRecord.BatchStored recent = state.recent(agency.number(), batch.id());
    LogRecord.BatchStored stored = recent == null ? old.find(agency.number(), batch.id()) : recent;
    return stored.isSameContent(batch.rows(), batch.content().length(), digest);
  }

  private Reply decide(Order.Finish finish) {
    Reply.Failure before = finish.session().failure();
    if (before != null) {
      return before;
    }
    Verdict.Fails objection = FinishRule.objection(finish, state);
    if (objection != null) {
      return failure(objection);
    }
    int agency = finish.agency().number();
    AgencyTotals totals = state.of(agency);
    return finished(
        finish.agency(), new LogRecord.AgencyFinished(agency, totals.batches(), totals.bets()));
  }

  private Reply decide(Order.Close close) {
    AgencyTotals totals = state.of(close.agency().number());
    return finished(
        close.agency(),
        new LogRecord.AgencyClosed(close.agency().number(), totals.batches(), totals.bets()));
  }

  /** Once the intake has closed, all have finished; that one of them says it changes nothing. */
  private Reply finished(AgencyId agency, LogRecord end) {
    if (state.stage().closed() && !state.of(agency.number()).isFinished()) {
      return new Reply.Finished(state.missing());
    }
    if (!state.of(agency.number()).isFinished() && apply(end) instanceof Verdict.Fails fails) {
      return failure(fails);
    }
    finished.add(agency);
    return new Reply.Finished(state.missing());
  }

  private static Reply.Failure failure(Verdict.Fails fails) {
    boolean mayRetry = fails.code() == ErrorCode.UNAVAILABLE;
    return new Reply.Failure(fails.code(), mayRetry ? RETRY_AFTER_MS : 0, fails.text());
  }
}
