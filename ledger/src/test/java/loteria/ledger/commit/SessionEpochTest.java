package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.util.List;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ledger.Admission;
import loteria.ledger.AgencySession;
import loteria.ledger.Standing;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;
import loteria.ledger.state.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which requests count: those of an agency's newest session, up to the first that fails. */
@Timeout(60)
class SessionEpochTest {
  private static final int AGENCIES = 3;

  private final Turns turns = new Turns(AGENCIES);

  @Test
  void nothingBehindARefusedBatchIsStored() throws IOException {
    turns.carryOut(MadeUpBatches.append(session(1), 1, MadeUpBatches.batch(1, 1, 70, 1)));
    AgencySession again = session(2);
    var other = MadeUpBatches.append(again, 1, MadeUpBatches.batch(1, 1, 70, 2));
    var second = MadeUpBatches.append(again, 1, MadeUpBatches.batch(1, 2));
    var third = MadeUpBatches.append(again, 1, MadeUpBatches.batch(1, 3));
    turns.carryOut(other, second);
    turns.carryOut(third, MadeUpBatches.finish(again, 1));
    assertFails(ErrorCode.CONTENT_CHANGED, other);
    assertFails(ErrorCode.CONTENT_CHANGED, second);
    assertFails(ErrorCode.CONTENT_CHANGED, third);
    assertEquals(new Standing(1, 70, false, 3, false), turns.standing(1));
  }

  @Test
  void aGapEndsATextSessionSoThatItsFinIsNotHeard() throws IOException {
    AgencySession text = session(1);
    var fin = MadeUpBatches.finish(text, 1);
    turns.carryOut(
        MadeUpBatches.append(text, 1, MadeUpBatches.batch(1, 1)),
        MadeUpBatches.append(text, 1, MadeUpBatches.batch(1, 3)),
        fin);
    assertInstanceOf(Reply.Failure.class, fin.answer().join());
    assertEquals(1, turns.standing(1).lastBatch());
    AgencySession next = session(2);
    turns.carryOut(
        MadeUpBatches.append(next, 1, MadeUpBatches.batch(1, 2)), MadeUpBatches.finish(next, 1));
    assertEquals(2, turns.standing(1).lastBatch());
    assertEquals(true, turns.standing(1).finished());
  }

  @Test
  void whatAnOlderSessionLeftBehindStoresNothing() throws IOException {
    AgencySession old = session(1);
    turns.carryOut(
        MadeUpBatches.open(old, 1), MadeUpBatches.append(old, 1, MadeUpBatches.batch(1, 1)));
    turns.carryOut(MadeUpBatches.open(session(5), 1));
    var late = MadeUpBatches.append(old, 1, MadeUpBatches.batch(1, 2));
    var finish = MadeUpBatches.finish(session(1), 1);
    turns.carryOut(late, finish);
    assertFails(ErrorCode.SUPERSEDED, late);
    assertEquals(ErrorCode.SUPERSEDED, failure(finish.answer().join()));
    assertEquals(1, turns.standing(1).lastBatch());
    assertEquals(false, turns.standing(1).finished());
  }

  @Test
  void aSessionThatWasMovedKeepsItsPlaceAndNeverBecomesTheNewest() throws IOException {
    var first = MadeUpBatches.open(session(1), 1);
    turns.carryOut(first, MadeUpBatches.open(session(2), 1));
    var moved = MadeUpBatches.open(session(1), 1);
    var same = MadeUpBatches.open(session(2), 1);
    turns.carryOut(moved, same);
    assertInstanceOf(Admission.Admitted.class, first.answer().join());
    var denied = assertInstanceOf(Admission.Denied.class, moved.answer().join());
    assertEquals(ErrorCode.SUPERSEDED, denied.why().code());
    assertInstanceOf(Admission.Admitted.class, same.answer().join());
    assertEquals(
        List.of(new LogRecord.SessionOpened(1, 1), new LogRecord.SessionOpened(1, 2)),
        turns.appended());
  }

  /** In the text dialect a connection is the newest from its first batch on: it has no HELLO. */
  @Test
  void aTextBatchSupersedesOlderConnectionsOfItsAgencyAlone() throws IOException {
    turns.carryOut(MadeUpBatches.append(session(7), 1, MadeUpBatches.batch(1, 1)));
    var stale = MadeUpBatches.append(session(6), 1, MadeUpBatches.batch(1, 2));
    var repeated = MadeUpBatches.append(session(8), 1, MadeUpBatches.batch(1, 1));
    var other = MadeUpBatches.append(session(3), 2, MadeUpBatches.batch(2, 1));
    turns.carryOut(stale, repeated, other);
    assertFails(ErrorCode.SUPERSEDED, stale);
    assertEquals(MadeUpBatches.ack(repeated), repeated.answer().join());
    assertEquals(MadeUpBatches.ack(other), other.answer().join());
    var next = MadeUpBatches.append(session(7), 1, MadeUpBatches.batch(1, 2));
    turns.carryOut(next);
    assertEquals(MadeUpBatches.ack(next), next.answer().join(), "a repeat makes nobody the newest");
  }

  @Test
  void theLogAloneSaysWhichSessionIsTheNewest() throws IOException {
    turns.carryOut(
        MadeUpBatches.open(session(4), 1),
        MadeUpBatches.append(session(9), 2, MadeUpBatches.batch(2, 1)));
    LedgerState folded = turns.disk().open(AGENCIES).state();
    assertEquals(4, folded.of(1).epoch());
    assertEquals(9, folded.of(2).epoch());
    assertSuperseded(folded.judge(new LogRecord.SessionOpened(1, 4)));
    var last = (LogRecord.BatchStored) turns.appended().getLast();
    assertSuperseded(
        folded.judge(
            new LogRecord.BatchStored(2, 2, last.rows(), last.length(), last.digest(), 8)));
  }

  private static void assertSuperseded(Verdict verdict) {
    assertEquals(ErrorCode.SUPERSEDED, assertInstanceOf(Verdict.Fails.class, verdict).code());
  }

  @Test
  void anAgencyThatHasFinishedMayComeAgainAndAgainWithoutARecord() throws IOException {
    turns.carryOut(MadeUpBatches.open(session(1), 1), MadeUpBatches.finish(session(1), 1));
    assertEquals(2, turns.appended().size());
    var again = MadeUpBatches.open(session(2), 1);
    var older = MadeUpBatches.open(session(1), 1);
    var finish = MadeUpBatches.finish(session(1), 1);
    turns.carryOut(again, older, finish);
    assertInstanceOf(Admission.Admitted.class, again.answer().join());
    assertInstanceOf(Admission.Admitted.class, older.answer().join());
    assertInstanceOf(Reply.Finished.class, finish.answer().join());
    assertEquals(List.of(), turns.appended());
  }

  @Test
  void finishWithOtherRowsIsAnError() throws IOException {
    var append = MadeUpBatches.append(1, 1);
    turns.carryOut(append);
    long digest = append.digest().value();
    var finish = MadeUpBatches.finish(1, new Request.Finish(1, append.batch().rows(), digest ^ 1));
    turns.carryOut(finish);
    assertEquals(ErrorCode.DIGEST_DIFFERS, failure(finish.answer().join()));
    assertEquals(false, turns.standing(1).finished());
  }

  private static AgencySession session(long epoch) {
    return new AgencySession(epoch);
  }

  private static void assertFails(ErrorCode code, Order.Append append) {
    assertEquals(code, failure(append.answer().join()));
  }

  private static ErrorCode failure(Reply reply) {
    return assertInstanceOf(Reply.Failure.class, reply).code();
  }
}
