package loteria.worker.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.wire.ErrorCode;
import loteria.ipc.wire.Reply;
import loteria.ipc.wire.Request;
import loteria.worker.ledger.JournalRecord.AgencyFinished;
import loteria.worker.ledger.JournalRecord.BatchStored;
import loteria.worker.ledger.JournalRecord.Entry;
import loteria.worker.ledger.JournalRecord.SessionOpened;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which requests count: those of an agency's newest session, up to the first that fails. */
@Timeout(60)
class SessionEpochTest {
  private static final int AGENCIES = 3;

  private final LedgerState state = new LedgerState(AGENCIES);
  private final List<Entry> journal = new ArrayList<>();

  @Test
  void nothingBehindARefusedBatchIsStored() throws IOException {
    carryOut(Batches.append(session(1), 1, Batches.batch(1, 1, 70, 1)));
    AgencySession again = session(2);
    var other = Batches.append(again, 1, Batches.batch(1, 1, 70, 2));
    var second = Batches.append(again, 1, Batches.batch(1, 2));
    var third = Batches.append(again, 1, Batches.batch(1, 3));
    carryOut(other, second);
    carryOut(third, Batches.finish(again, 1));
    assertFails(ErrorCode.CONTENT_CHANGED, other);
    assertFails(ErrorCode.CONTENT_CHANGED, second);
    assertFails(ErrorCode.CONTENT_CHANGED, third);
    assertEquals(new Standing(1, 70, false, 3, false), state.standing(1));
  }

  @Test
  void aGapEndsATextSessionSoThatItsFinIsNotHeard() throws IOException {
    AgencySession text = session(1);
    var fin = Batches.finish(text, 1);
    carryOut(
        Batches.append(text, 1, Batches.batch(1, 1)),
        Batches.append(text, 1, Batches.batch(1, 3)),
        fin);
    assertInstanceOf(Reply.Failure.class, fin.reply().join());
    assertEquals(1, state.standing(1).lastBatch());
    AgencySession next = session(2);
    carryOut(Batches.append(next, 1, Batches.batch(1, 2)), Batches.finish(next, 1));
    assertEquals(2, state.standing(1).lastBatch());
    assertEquals(true, state.standing(1).finished());
  }

  @Test
  void whatAnOlderSessionLeftBehindStoresNothing() throws IOException {
    AgencySession old = session(1);
    carryOut(Batches.open(old, 1), Batches.append(old, 1, Batches.batch(1, 1)));
    carryOut(Batches.open(session(5), 1));
    var late = Batches.append(old, 1, Batches.batch(1, 2));
    var finish = Batches.finish(session(1), 1);
    carryOut(late, finish);
    assertFails(ErrorCode.SUPERSEDED, late);
    assertEquals(ErrorCode.SUPERSEDED, failure(finish.reply().join()));
    assertEquals(1, state.standing(1).lastBatch());
    assertEquals(false, state.standing(1).finished());
  }

  @Test
  void aSessionThatWasMovedKeepsItsPlaceAndNeverBecomesTheNewest() throws IOException {
    var first = Batches.open(session(1), 1);
    carryOut(first, Batches.open(session(2), 1));
    var moved = Batches.open(session(1), 1);
    var same = Batches.open(session(2), 1);
    carryOut(moved, same);
    assertInstanceOf(Admission.Admitted.class, first.admission().join());
    var denied = assertInstanceOf(Admission.Denied.class, moved.admission().join());
    assertEquals(ErrorCode.SUPERSEDED, denied.why().code());
    assertInstanceOf(Admission.Admitted.class, same.admission().join());
    assertEquals(2, journal.stream().filter(e -> e.fact() instanceof SessionOpened).count());
  }

  /** In the text dialect a connection is the newest from its first batch on: it has no HELLO. */
  @Test
  void aTextBatchSupersedesOlderConnectionsOfItsAgencyAlone() throws IOException {
    carryOut(Batches.append(session(7), 1, Batches.batch(1, 1)));
    var stale = Batches.append(session(6), 1, Batches.batch(1, 2));
    var repeated = Batches.append(session(8), 1, Batches.batch(1, 1));
    var other = Batches.append(session(3), 2, Batches.batch(2, 1));
    carryOut(stale, repeated, other);
    assertFails(ErrorCode.SUPERSEDED, stale);
    assertEquals(Batches.ack(repeated), repeated.reply().join());
    assertEquals(Batches.ack(other), other.reply().join());
    var next = Batches.append(session(7), 1, Batches.batch(1, 2));
    carryOut(next);
    assertEquals(Batches.ack(next), next.reply().join(), "a repeat makes nobody the newest");
  }

  @Test
  void theJournalAloneSaysWhichSessionIsTheNewest() throws IOException {
    carryOut(Batches.open(session(4), 1), Batches.append(session(9), 2, Batches.batch(2, 1)));
    var folded = new LedgerState(AGENCIES);
    for (Entry entry : journal) {
      assertEquals(null, folded.contradiction(entry.fact()));
      folded.apply(entry);
    }
    assertEquals(4, folded.of(1).epoch());
    assertEquals(9, folded.of(2).epoch());
    assertEquals(
        "a session of agency 1 is older than the one before",
        folded.contradiction(new SessionOpened(1, 4)));
    BatchStored last = (BatchStored) journal.getLast().fact();
    var older = new BatchStored(2, 2, last.to(), last.length(), last.rows(), last.digest(), 8);
    assertEquals("batch 2 of agency 2 is of an older session", folded.contradiction(older));
  }

  @Test
  void anAgencyThatHasFinishedMayComeAgainAndAgainWithoutARecord() throws IOException {
    carryOut(Batches.open(session(1), 1), Batches.finish(session(1), 1));
    int records = journal.size();
    var again = Batches.open(session(2), 1);
    var older = Batches.open(session(1), 1);
    var finish = Batches.finish(session(1), 1);
    carryOut(again, older, finish);
    assertInstanceOf(Admission.Admitted.class, again.admission().join());
    assertInstanceOf(Admission.Admitted.class, older.admission().join());
    assertInstanceOf(Reply.Finished.class, finish.reply().join());
    assertEquals(records, journal.size());
    assertEquals(1, journal.stream().filter(e -> e.fact() instanceof AgencyFinished).count());
  }

  @Test
  void finishWithOtherRowsIsAnError() throws IOException {
    var append = Batches.append(1, 1);
    carryOut(append);
    long digest = append.digest().value();
    var finish = Batches.finish(1, new Request.Finish(1, append.batch().rows(), digest ^ 1));
    carryOut(finish);
    assertEquals(ErrorCode.DIGEST_DIFFERS, failure(finish.reply().join()));
    assertEquals(false, state.standing(1).finished());
  }

  private void carryOut(Order... orders) throws IOException {
    var turn = new Turn(state, sequence -> (BatchStored) journal.get(sequence).fact());
    for (Order order : orders) {
      turn.take(order);
    }
    journal.addAll(turn.entries());
    turn.answer();
  }

  private static AgencySession session(long epoch) {
    return new AgencySession(epoch);
  }

  private static void assertFails(ErrorCode code, Order.Append append) {
    assertEquals(code, failure(append.reply().join()));
  }

  private static ErrorCode failure(Reply reply) {
    return assertInstanceOf(Reply.Failure.class, reply).code();
  }
}
