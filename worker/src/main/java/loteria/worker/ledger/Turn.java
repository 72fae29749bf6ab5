package loteria.worker.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import loteria.ipc.bet.AgencyId;
import loteria.ipc.bet.RowDigest;
import loteria.ipc.wire.Bytes;
import loteria.ipc.wire.ErrorCode;
import loteria.ipc.wire.Reply;
import loteria.ipc.wire.Request;
import loteria.worker.ledger.JournalRecord.AgencyClosed;
import loteria.worker.ledger.JournalRecord.AgencyFinished;
import loteria.worker.ledger.JournalRecord.BatchStored;
import loteria.worker.ledger.JournalRecord.Drawn;
import loteria.worker.ledger.JournalRecord.Entry;
import loteria.worker.ledger.JournalRecord.SessionOpened;
import org.jspecify.annotations.Nullable;

/**
 * One turn of group commit: decides on every order in hand, in order, and collects what is to be
 * written and what is to be answered once it is on disk. Writes nothing itself.
 */
final class Turn {
  private final LedgerState state;
  private final StoredBatches stored;
  private final int firstSequence;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Bytes> rows = new ArrayList<>();
  private final List<Runnable> answers = new ArrayList<>();
  private final List<AgencyId> finished = new ArrayList<>();
  private int batches;
  private int bets;

  /** Finds the record of a batch that the journal has. */
  interface StoredBatches {
    BatchStored at(int sequence) throws IOException;
  }

  /**
   * @param state takes in what this turn decides, before it is written
   */
  Turn(LedgerState state, StoredBatches stored) {
    this.state = state;
    this.stored = stored;
    this.firstSequence = state.records();
  }

  /** Records to append to the journal. */
  List<Entry> entries() {
    return entries;
  }

  /** Rows to append to bets.csv, in the records' order. */
  List<Bytes> rows() {
    return rows;
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

  /** Decides on one order. */
  void take(Order order) throws IOException {
    if (order instanceof Order.Append append) {
      answerWith(append.session().decided(decide(append)), append.reply()::complete);
    } else if (order instanceof Order.Open open) {
      answerWith(decide(open), open.admission()::complete);
    } else if (order instanceof Order.Finish finish) {
      answerWith(finish.session().decided(decide(finish)), finish.reply()::complete);
    } else if (order instanceof Order.Close close) {
      answerWith(decide(close), close.reply()::complete);
    } else if (order instanceof Order.Look look) {
      answerWith(state.standing(look.agency().number()), look.standing()::complete);
    } else if (order instanceof Order.Compare compare) {
      answerWith(decide(compare), compare.same()::complete);
    } else {
      var draw = (Order.RecordDraw) order;
      if (!state.isDrawn()) {
        record(new Drawn(draw.draw()));
      }
      answerWith(state.draw(), draw.recorded()::complete);
    }
  }

  /** Adds an answer to those to give. */
  void answerLater(Runnable answer) {
    answers.add(answer);
  }

  private <T> void answerWith(T answer, Consumer<T> order) {
    answerLater(() -> order.accept(answer));
  }

  /**
   * A session of an agency that can store nothing more need not be the newest: of it no record is
   * made, however often it comes to ask for its winners.
   */
  private Admission decide(Order.Open open) {
    int agency = open.agency().number();
    AgencyTotals totals = state.of(agency);
    boolean storesMore = !state.isDrawn() && !totals.isFinished();
    long epoch = open.session().epoch();
    if (storesMore && epoch < totals.epoch()) {
      return new Admission.Denied(AgencySession.superseded());
    }
    if (storesMore && epoch > totals.epoch()) {
      record(new SessionOpened(agency, epoch));
    }
    return new Admission.Admitted(state.standing(agency), totals.digest());
  }

  private Reply decide(Order.Append append) throws IOException {
    AgencyTotals totals = state.of(append.agency().number());
    Request.Batch batch = append.batch();
    Reply.Failure failure = failure(append.session(), totals);
    if (failure != null) {
      return failure;
    }
    if (batch.id() >= 1 && batch.id() <= totals.batches()) {
      return repeated(totals.sequenceOf(batch.id()), append);
    }
    if (state.isDrawn()) {
      return new Reply.Failure(ErrorCode.DRAWN, "the draw has been made");
    }
    if (totals.isFinished()) {
      return new Reply.Failure(
          ErrorCode.AGENCY_FINISHED,
          totals.isClosed()
              ? closed(append.agency())
              : "agency " + append.agency() + " has finished");
    }
    if (batch.id() != totals.batches() + 1) {
      return new Reply.Failure(
          ErrorCode.OUT_OF_ORDER,
          String.format(
              Locale.ROOT,
              "batch out of order: %d came, %d is next",
              batch.id(),
              totals.batches() + 1));
    }
    record(
        new BatchStored(
            append.agency().number(),
            batch.id(),
            state.committedBytes(),
            batch.content().length(),
            batch.rows(),
            append.digest(),
            append.session().epoch()));
    rows.add(batch.content());
    batches++;
    bets += batch.rows();
    return new Reply.Ack(batch.id(), batch.rows());
  }

  /** Why nothing of a session counts, whatever it asks; null where it does. */
  private static Reply.@Nullable Failure failure(AgencySession session, AgencyTotals totals) {
    Reply.Failure before = session.failure();
    if (before != null) {
      return before;
    }
    return session.epoch() < totals.epoch() ? AgencySession.superseded() : null;
  }

  private boolean decide(Order.Compare compare) throws IOException {
    AgencyTotals totals = state.of(compare.agency().number());
    Request.Batch batch = compare.batch();
    return batch.id() >= 1
        && batch.id() <= totals.batches()
        && isSame(storedAt(totals.sequenceOf(batch.id())), batch, compare.digest());
  }

  private BatchStored storedAt(int sequence) throws IOException {
    return sequence >= firstSequence
        ? (BatchStored) entries.get(sequence - firstSequence).fact()
        : stored.at(sequence);
  }

  private static boolean isSame(BatchStored before, Request.Batch batch, RowDigest digest) {
    return before.digest().equals(digest)
        && before.rows() == batch.rows()
        && before.length() == batch.content().length();
  }

  private Reply repeated(int sequence, Order.Append append) throws IOException {
    BatchStored before = storedAt(sequence);
    return isSame(before, append.batch(), append.digest())
        ? new Reply.Ack(before.batch(), before.rows())
        : new Reply.Failure(
            ErrorCode.CONTENT_CHANGED,
            "batch content changed: batch " + before.batch() + " is stored with other rows");
  }

  private Reply decide(Order.Finish finish) {
    int agency = finish.agency().number();
    AgencyTotals totals = state.of(agency);
    // What has been said already may be said again by any session: it changes nothing.
    Reply.Failure failure =
        totals.isFinished() ? finish.session().failure() : failure(finish.session(), totals);
    if (failure != null) {
      return failure;
    }
    Request.Finish told = finish.totals();
    if (told != null && !totals.amountTo(told.batches(), told.bets())) {
      String why = totals.isClosed() ? closed(finish.agency()) + "; " : "";
      return new Reply.Failure(
          ErrorCode.TOTALS_DIFFER,
          why
              + String.format(
                  Locale.ROOT,
                  "agency %d counts %d batches and %d bets, stored are %d and %d",
                  agency,
                  told.batches(),
                  told.bets(),
                  totals.batches(),
                  totals.bets()));
    }
    if (told != null && told.digest() != totals.digest().value()) {
      return new Reply.Failure(
          ErrorCode.DIGEST_DIFFERS,
          String.format(
              Locale.ROOT,
              "agency %d has other rows than the %d that are stored: digest %s, stored is %s",
              agency,
              totals.bets(),
              RowDigest.ofValue(told.digest()),
              totals.digest()));
    }
    if (!totals.isFinished()) {
      record(new AgencyFinished(agency, totals.batches(), totals.bets()));
    }
    finished.add(finish.agency());
    return new Reply.Finished(state.standing(agency).missing());
  }

  private static String closed(AgencyId agency) {
    return "an operator closed agency " + agency + ": no more of it is taken";
  }

  private Reply decide(Order.Close close) {
    int agency = close.agency().number();
    AgencyTotals totals = state.of(agency);
    if (!totals.isFinished()) {
      record(new AgencyClosed(agency, totals.batches(), totals.bets()));
    }
    finished.add(close.agency());
    return new Reply.Finished(state.standing(agency).missing());
  }

  private void record(JournalRecord fact) {
    var entry = new Entry(state.records(), state.forced(), fact);
    entries.add(entry);
    state.apply(entry);
  }
}
