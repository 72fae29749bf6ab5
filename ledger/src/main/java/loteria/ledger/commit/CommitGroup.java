package loteria.ledger.commit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowDigest;
import loteria.ledger.Admission;
import loteria.ledger.AgencySession;
import loteria.ledger.Standing;
import loteria.ledger.log.Log;
import loteria.ledger.state.AgencyTotals;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;
import loteria.ledger.state.Verdict;
import loteria.ledger.view.BetsView;
import org.jspecify.annotations.Nullable;

/**
 * One turn of group commit: has every order in hand decided by what the log says, in order, and
 * collects what is to be appended and what is to be answered once it is on disk.
 */
final class CommitGroup implements Log.Turn {
  private final LedgerState state;
  private final BetsView view;
  private final OldBatches old;
  private final List<Order> orders;
  private final List<LogRecord> records = new ArrayList<>();
  private final List<Bytes> rows = new ArrayList<>();
  private final List<Runnable> answers = new ArrayList<>();
  private final List<AgencyId> finished = new ArrayList<>();
  private int batches;
  private int bets;

  /** Finds a batch that is stored and not one of the last thousands. */
  interface OldBatches {
    LogRecord.BatchStored find(int agency, long batch) throws IOException;
  }

  /**
   * @param state takes in what this turn decides, before it is written
   */
  CommitGroup(LedgerState state, BetsView view, OldBatches old, List<Order> orders) {
    this.state = state;
    this.view = view;
    this.old = old;
    this.orders = orders;
  }

  /** Agencies that this turn found finished. */
  List<AgencyId> finished() {
    return finished;
  }

  /** How many batches it stores. */
  int batches() {
    return batches;
  }

  /** How many bets it stores. */
  int bets() {
    return bets;
  }

  /** Gives every answer: call once everything is on disk. */
  void answer() {
    answers.forEach(Runnable::run);
  }

  @Override
  public LedgerState state() {
    return state;
  }

  @Override
  public long rowBytesMax() {
    long bytes = 0;
    for (Order order : orders) {
      bytes += order instanceof Order.Append append ? append.batch().content().length() : 0;
    }
    return bytes;
  }

  @Override
  public int recordsMax() {
    return orders.size();
  }

  @Override
  public Log.Addition decide() throws IOException {
    view.cut(state.betsBytes());
    for (Order order : orders) {
      decide(order);
    }
    return new Log.Addition(records, rows);
  }

  @Override
  public void beforeAppend(ByteBuffer appended) throws IOException {
    int bytes = appended.remaining();
    if (bytes > 0) {
      view.append(appended, state.betsBytes() - bytes);
    }
  }

  @Override
  public void appended(long end) {
    state.passed(end, records);
  }

  /** The disk is full and nothing was appended: answers every order with that. */
  void deny(IOException full, int retryAfterMillis) throws IOException {
    var failure =
        new Reply.Failure(ErrorCode.DISK_FULL, retryAfterMillis, String.valueOf(full.getMessage()));
    answers.clear();
    for (Order order : orders) {
      switch (order) {
        case Order.Open open -> answerWith(new Admission.Denied(failure), open.answer()::complete);
        case Order.Update store -> answerWith(failure, store.answer()::complete);
        case Order.RecordDraw draw -> answers.add(() -> draw.answer().completeExceptionally(full));
        case Order.Look _, Order.Compare _ -> decide(order);
        case Order.NoteView _, Order.Snapshot _, Order.Last _ -> {}
      }
    }
  }

  /** The tests are in the order of how often they hold. */
  private void decide(Order order) throws IOException {
    if (order instanceof Order.Append append) {
      answerWith(append.session().decided(decide(append)), append.answer()::complete);
    } else if (order instanceof Order.Open open) {
      answerWith(decide(open), open.answer()::complete);
    } else if (order instanceof Order.Finish finish) {
      answerWith(finish.session().decided(decide(finish)), finish.answer()::complete);
    } else if (order instanceof Order.Close close) {
      answerWith(decide(close), close.answer()::complete);
    } else if (order instanceof Order.Look look) {
      answerWith(standing(look.agency().number()), look.answer()::complete);
    } else if (order instanceof Order.Compare compare) {
      answerWith(decide(compare), compare.answer()::complete);
    } else if (order instanceof Order.RecordDraw(DrawRecord draw, var answer)) {
      apply(new LogRecord.Drawn(draw));
      answers.add(() -> answer.complete(Objects.requireNonNull(state.draw())));
    } else if (order instanceof Order.NoteView(long position, long bytes, long _)) {
      if (position > state.view().position()) {
        apply(new LogRecord.ViewForced(position, bytes));
      }
    } else if (order instanceof Order.Last) {
      apply(new LogRecord.Ended());
    }
  }

  private <T> void answerWith(T answer, Consumer<T> order) {
    answers.add(() -> order.accept(answer));
  }

  /** Records what counts; returns what it counts for. */
  private Verdict apply(LogRecord record) {
    Verdict verdict = state.apply(record);
    if (verdict instanceof Verdict.Counts) {
      records.add(record);
    }
    return verdict;
  }

  private Standing standing(int agency) {
    AgencyTotals totals = state.of(agency);
    return new Standing(
        totals.batches(),
        totals.bets(),
        totals.isFinished(),
        state.missing(),
        state.draw() != null,
        totals.isClosed());
  }

  /**
   * A session of an agency that can store nothing more need not be the newest: of it no record is
   * made, however often it comes to ask for its winners.
   */
  private Admission decide(Order.Open open) {
    int agency = open.agency().number();
    boolean storesMore = state.draw() == null && !state.of(agency).isFinished();
    long epoch = open.session().epoch();
    if (storesMore && epoch != state.of(agency).epoch()) {
      Verdict verdict = apply(new LogRecord.SessionOpened(agency, epoch));
      if (verdict instanceof Verdict.Fails fails) {
        return new Admission.Denied(failure(fails));
      }
    }
    return new Admission.Admitted(standing(agency), state.of(agency).digest());
  }

  private Reply decide(Order.Append append) throws IOException {
    AgencySession session = append.session();
    Request.Batch batch = append.batch();
    Reply.Failure before = session.failure();
    if (before != null) {
      return before;
    }
    Verdict verdict =
        apply(
            new LogRecord.BatchStored(
                append.agency().number(),
                batch.id(),
                batch.rows(),
                batch.content().length(),
                append.digest(),
                session.epoch()));
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
    int agency = finish.agency().number();
    AgencyTotals totals = state.of(agency);
    Reply.Failure failure = finish.session().failure();
    // What has been said already may be said again by any session: it changes nothing.
    if (failure == null && !totals.isFinished() && finish.session().epoch() < totals.epoch()) {
      failure = failure(Verdict.superseded());
    }
    if (failure == null && finish.totals() != null) {
      failure = difference(finish.agency(), finish.totals(), totals);
    }
    if (failure != null) {
      return failure;
    }
    return finished(
        finish.agency(), new LogRecord.AgencyFinished(agency, totals.batches(), totals.bets()));
  }

  private Reply decide(Order.Close close) {
    AgencyTotals totals = state.of(close.agency().number());
    return finished(
        close.agency(),
        new LogRecord.AgencyClosed(close.agency().number(), totals.batches(), totals.bets()));
  }

  private Reply finished(AgencyId agency, LogRecord end) {
    if (!state.of(agency.number()).isFinished()) {
      apply(end);
    }
    finished.add(agency);
    return new Reply.Finished(state.missing());
  }

  /** Why what an agency counts is not what is stored; null where it is. */
  private static Reply.@Nullable Failure difference(
      AgencyId agency, Request.Finish counted, AgencyTotals totals) {
    if (!totals.amountTo(counted.batches(), counted.bets())) {
      return failure(
          Verdict.totalsDiffer(agency.number(), counted.batches(), counted.bets(), totals));
    }
    return counted.digest() == totals.digest().value()
        ? null
        : failure(Verdict.digestDiffers(agency.number(), counted.digest(), totals));
  }

  private static Reply.Failure failure(Verdict.Fails fails) {
    return new Reply.Failure(fails.code(), fails.text());
  }
}
