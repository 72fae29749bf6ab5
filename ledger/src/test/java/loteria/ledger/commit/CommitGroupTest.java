package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.row.AgencyId;
import loteria.ledger.Standing;
import loteria.ledger.state.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a turn decides. */
@Timeout(60)
class CommitGroupTest {
  private static final int AGENCIES = 3;

  private final Turns turns = new Turns(AGENCIES);

  @Test
  void batchesOfSeveralAgenciesShareATurn() throws IOException {
    var first = MadeUpBatches.append(1, 1);
    var second = MadeUpBatches.append(2, 1);
    var third = MadeUpBatches.append(1, 2);
    CommitGroup turn = turns.carryOut(first, second, third);
    for (Order.Append append : List.of(first, second, third)) {
      assertEquals(MadeUpBatches.ack(append), reply(append));
    }
    assertEquals(3, turn.batches());
    assertEquals(
        text(first) + text(second) + text(third),
        turns.disk().bets().text(0, turns.disk().bets().size()));
    assertEquals(new Standing(2, bets(first, third), false, 3, false), turns.standing(1));
    assertEquals(bets(first, second, third), turn.bets());
  }

  @Test
  void nothingIsAnsweredBeforeItIsTime() throws IOException {
    var append = MadeUpBatches.append(1, 1);
    CommitGroup turn = turns.ledger().carryOut(List.of(append));
    assertFalse(append.answer().isDone());
    turn.answer();
    assertTrue(append.answer().isDone());
  }

  @Test
  void aRepeatedBatchIsAcknowledgedAndNotStored() throws IOException {
    turns.carryOut(MadeUpBatches.append(1, 1));
    var repeat = MadeUpBatches.append(1, 1);
    CommitGroup turn = turns.carryOut(repeat);
    assertEquals(MadeUpBatches.ack(repeat), reply(repeat));
    assertEquals(1, turns.appended().size());
    assertEquals(0, turn.batches());
  }

  @Test
  void aRepeatWithinOneTurnIsAcknowledgedAndStoredOnce() throws IOException {
    turns.carryOut(MadeUpBatches.append(2, 1));
    var first = MadeUpBatches.append(1, 1);
    var repeat = MadeUpBatches.append(1, 1);
    CommitGroup turn = turns.carryOut(MadeUpBatches.finish(2), first, repeat);
    assertEquals(MadeUpBatches.ack(first), reply(first));
    assertEquals(MadeUpBatches.ack(repeat), reply(repeat));
    assertEquals(1, turn.batches());
    assertEquals(1, turns.standing(1).lastBatch());
  }

  @Test
  void aRepeatWithOtherContentIsAnError() throws IOException {
    Request.Batch batch = MadeUpBatches.batch(1, 1, 2, 1);
    turns.carryOut(MadeUpBatches.append(1, batch));
    String rows = MadeUpBatches.text(batch.content());
    var otherByte = new Request.Batch(1, 2, MadeUpBatches.bytes(rows.replace("1990", "1991")));
    var otherLength = new Request.Batch(1, 2, MadeUpBatches.bytes(rows.replace("A", "AA")));
    for (var other : List.of(otherByte, otherLength, MadeUpBatches.batch(1, 1, 1, 1))) {
      assertEquals(ErrorCode.CONTENT_CHANGED, failure(MadeUpBatches.append(1, other)).code());
    }
    assertEquals(1, turns.standing(1).lastBatch());
  }

  @Test
  void otherContentWithinOneTurnIsAnError() throws IOException {
    var first = MadeUpBatches.append(1, MadeUpBatches.batch(1, 1, 2, 1));
    var other = MadeUpBatches.append(1, MadeUpBatches.batch(1, 1, 2, 2));
    turns.carryOut(first, other);
    assertEquals(MadeUpBatches.ack(first), reply(first));
    assertEquals(
        ErrorCode.CONTENT_CHANGED, assertInstanceOf(Reply.Failure.class, reply(other)).code());
  }

  @Test
  void aGapIsAnError() throws IOException {
    assertEquals(ErrorCode.OUT_OF_ORDER, failure(MadeUpBatches.append(1, 2)).code());
    turns.carryOut(MadeUpBatches.append(1, 1));
    for (long id : List.of(0L, 3L, -1L, Long.MAX_VALUE, (1L << 32) + 1)) {
      Reply.Failure failure = failure(MadeUpBatches.append(1, MadeUpBatches.batch(1, id, 1, 1)));
      assertEquals(ErrorCode.OUT_OF_ORDER, failure.code());
      assertTrue(failure.text().contains("2 is next"), failure.text());
    }
    assertEquals(1, turns.standing(1).lastBatch());
  }

  @Test
  void aBatchLeftWithoutRowsUsesItsIdUp() throws IOException {
    var empty = MadeUpBatches.append(1, MadeUpBatches.batch(1, 1, 0, 1));
    turns.carryOut(empty, MadeUpBatches.append(1, 2));
    assertEquals(new Reply.Ack(1, 0), reply(empty));
    assertEquals(2, turns.standing(1).lastBatch());
  }

  @Test
  void aFinishedAgencyStoresNothingMoreButIsAcknowledgedAgain() throws IOException {
    turns.carryOut(MadeUpBatches.append(1, 1), MadeUpBatches.finish(1));
    assertEquals(ErrorCode.AGENCY_FINISHED, failure(MadeUpBatches.append(1, 2)).code());
    var repeat = MadeUpBatches.append(1, 1);
    turns.carryOut(repeat);
    assertEquals(MadeUpBatches.ack(repeat), reply(repeat));
    var other = MadeUpBatches.append(2, 1);
    turns.carryOut(other);
    assertEquals(MadeUpBatches.ack(other), reply(other));
  }

  @Test
  void afterTheDrawNothingIsStoredButAcknowledgedAgain() throws IOException {
    turns.carryOut(MadeUpBatches.append(1, 1), MadeUpBatches.draw(MadeUpBatches.DRAW));
    assertEquals(ErrorCode.DRAWN, failure(MadeUpBatches.append(1, 2)).code());
    assertEquals(ErrorCode.DRAWN, failure(MadeUpBatches.append(2, 1)).code());
    var repeat = MadeUpBatches.append(1, 1);
    turns.carryOut(repeat);
    assertEquals(MadeUpBatches.ack(repeat), reply(repeat));
    assertTrue(turns.standing(1).drawn());
  }

  @Test
  void aSecondDrawIsNotRecordedAndAnsweredByTheFirst() throws IOException {
    var other = MadeUpBatches.draw(new DrawRecord(1, 2, 3));
    turns.carryOut(MadeUpBatches.draw(MadeUpBatches.DRAW), other);
    assertEquals(List.of(new LogRecord.Drawn(MadeUpBatches.DRAW)), turns.appended());
    assertEquals(MadeUpBatches.DRAW, other.answer().getNow(new DrawRecord(0, 0, 0)));
    assertEquals(MadeUpBatches.DRAW, turns.ledger().state().draw());
  }

  @Test
  void finishIsAnsweredByHowManyAreMissing() throws IOException {
    for (int agency = 1; agency <= AGENCIES; agency++) {
      var finish = MadeUpBatches.finish(agency, 0, 0);
      CommitGroup turn = turns.carryOut(finish);
      assertEquals(new Reply.Finished(AGENCIES - agency), reply(finish));
      assertEquals(List.of(new AgencyId(agency)), turn.finished());
    }
  }

  /** It is reported again: the process that reported it first may have died at once. */
  @Test
  void secondFinishIsNotRecordedButReportedAgain() throws IOException {
    turns.carryOut(MadeUpBatches.append(1, 1), MadeUpBatches.finish(1));
    assertEquals(2, turns.appended().size());
    var again = MadeUpBatches.finish(1, 1, MadeUpBatches.batch(1, 1).rows());
    CommitGroup turn = turns.carryOut(again);
    assertEquals(new Reply.Finished(2), reply(again));
    assertEquals(List.of(), turns.appended());
    assertEquals(List.of(new AgencyId(1)), turn.finished());
  }

  @Test
  void finishWithOtherTotalsIsAnErrorThatShowsBoth() throws IOException {
    turns.carryOut(MadeUpBatches.append(1, MadeUpBatches.batch(1, 1, 4, 1)));
    for (var claimed : List.of(new Request.Finish(2, 4, 0), new Request.Finish(1, 5, 0))) {
      var finish = MadeUpBatches.finish(1, claimed);
      CommitGroup turn = turns.carryOut(finish);
      var failure = assertInstanceOf(Reply.Failure.class, reply(finish));
      assertEquals(ErrorCode.TOTALS_DIFFER, failure.code());
      assertEquals(
          "agency 1 counts %d batches and %d bets, stored are 1 and 4"
              .formatted(claimed.batches(), claimed.bets()),
          failure.text());
      assertEquals(List.of(), turn.finished());
    }
    assertFalse(turns.standing(1).finished());
  }

  @Test
  void finishCountsTheBatchesOfItsOwnTurn() throws IOException {
    var first = MadeUpBatches.append(1, 1);
    var second = MadeUpBatches.append(1, 2);
    var finish = MadeUpBatches.finish(1, 2, bets(first, second));
    turns.carryOut(first, second, finish);
    assertEquals(new Reply.Finished(2), reply(finish));
  }

  @Test
  void anAgencyThatIsClosedHasFinishedWithWhatIsStoredAndTheLogSaysWhy() throws IOException {
    turns.carryOut(MadeUpBatches.append(1, MadeUpBatches.batch(1, 1, 4, 1)));
    assertEquals(1, turns.appended().size());
    var close = MadeUpBatches.close(1);
    CommitGroup turn = turns.carryOut(close);
    assertEquals(new Reply.Finished(AGENCIES - 1), close.answer().join());
    assertEquals(List.of(new LogRecord.AgencyClosed(1, 1, 4)), turns.appended());
    assertEquals(List.of(new AgencyId(1)), turn.finished());
    assertTrue(turns.standing(1).finished());
    assertEquals(ErrorCode.AGENCY_FINISHED, failure(MadeUpBatches.append(1, 2)).code());
    turns.carryOut(MadeUpBatches.close(1));
    assertEquals(List.of(), turns.appended());
  }

  private Reply.Failure failure(Order.Append append) throws IOException {
    turns.appended();
    turns.carryOut(append);
    assertEquals(List.of(), turns.appended());
    return assertInstanceOf(Reply.Failure.class, reply(append));
  }

  private static String text(Order.Append append) {
    return MadeUpBatches.text(append.batch().content());
  }

  private static Reply reply(Order.Append append) {
    assertTrue(append.answer().isDone(), "unanswered");
    return append.answer().join();
  }

  private static Reply reply(Order.Finish finish) {
    assertTrue(finish.answer().isDone(), "unanswered");
    return finish.answer().join();
  }

  private static int bets(Order.Append... appends) {
    int bets = 0;
    for (Order.Append append : appends) {
      bets += append.batch().rows();
    }
    return bets;
  }
}
