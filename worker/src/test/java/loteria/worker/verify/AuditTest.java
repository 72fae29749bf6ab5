package loteria.worker.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.List;
import loteria.ipc.bet.RowDigest;
import loteria.ipc.wire.Coordination.DrawRecord;
import loteria.worker.ledger.JournalRecord;
import loteria.worker.ledger.JournalRecord.AgencyFinished;
import loteria.worker.ledger.JournalRecord.BatchStored;
import loteria.worker.ledger.JournalRecord.Drawn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Records that are whole each for itself and contradict each other. */
@Timeout(60)
class AuditTest {
  private static final Drawn DRAW = new Drawn(new DrawRecord(1, 2, 3));

  private final Audit audit = new Audit();
  private final List<String> contradictions = new ArrayList<>();
  private long nextFrom;

  @Test
  void whatFollowsIsNoProblem() {
    take(batch(1, 1), batch(2, 1), batch(1, 2), finish(1, 2, 20), finish(2, 1, 10), DRAW);
    assertContradictions();
    assertEquals(300, audit.committedBytes());
    assertEquals(6, audit.records());
  }

  @Test
  void aBatchStoredTwiceIsFound() {
    take(batch(1, 1), batch(2, 1), batch(1, 1));
    assertContradictions("2: batch 1 of agency 1 is stored again or too late");
  }

  @Test
  void aBatchLeftOutIsFoundAndSoIsItsComingTooLate() {
    take(batch(1, 1), batch(1, 3), batch(1, 2), batch(2, 2));
    assertContradictions(
        "1: batch 3 of agency 1 follows batch 1",
        "2: batch 2 of agency 1 is stored again or too late",
        "3: batch 2 of agency 2 follows batch 0");
  }

  @Test
  void totalsThatDifferAreFound() {
    take(batch(1, 1), finish(1, 1, 11), finish(2, 1, 0));
    assertContradictions(
        "1: agency 1 finishes with 1 batches and 11 bets, stored are 1 and 10",
        "2: agency 2 finishes with 1 batches and 0 bets, stored are 0 and 0");
  }

  @Test
  void whatComesAfterTheEndIsFound() {
    take(finish(1, 0, 0), batch(1, 1), finish(1, 1, 10), DRAW, batch(2, 1), DRAW);
    assertContradictions(
        "1: batch 1 of agency 1 comes after the agency has finished",
        "2: agency 1 finishes again",
        "4: batch 1 of agency 2 comes after the draw",
        "5: the draw is made again");
  }

  @Test
  void aDrawBeforeAllHaveFinishedIsFound() {
    take(batch(1, 1), batch(2, 1), finish(2, 1, 10), DRAW);
    assertContradictions("3: the draw is made before agency 1 has finished");
  }

  @Test
  void anAgencyThatCannotBeIsFound() {
    take(batch(0, 1), finish(1_000_000, 0, 0));
    assertContradictions(
        "0: batch 1 of agency 0 is of no agency that can be",
        "1: agency 1000000 finishes, and cannot be");
  }

  @Test
  void rowsFollowThoseBefore() {
    take(batch(1, 1), batchFrom(99, 1, 2), batchFrom(200, 1, 3), batchFrom(300, 1, 4));
    assertContradictions(
        "1: its rows do not follow those before", "2: its rows do not follow those before");
  }

  @Test
  void behindALostRecordOnlyWhatIsThereTwiceIsFound() {
    take(batch(1, 1));
    audit.lost();
    take(batch(1, 3), finish(1, 3, 30), finish(2, 5, 50), DRAW);
    assertContradictions();
    take(finish(2, 5, 50), DRAW);
    assertContradictions("6: agency 2 finishes again", "7: the draw is made again");
    assertEquals(
        "batch 3 of agency 1 is stored again or too late", audit.contradiction(batch(1, 3)));
  }

  @Test
  void behindALostRecordRowsMayBeginLaterOnceAndNeverEarlier() {
    take(batch(1, 1));
    audit.lost();
    assertNotNull(audit.contradiction(batchFrom(99, 1, 3)));
    take(batchFrom(300, 1, 3), batchFrom(500, 1, 4));
    assertContradictions("3: its rows do not follow those before");
  }

  @Test
  void linesAreBoundedAndTheirNumberIsNot() {
    var problems = new Problems();
    for (int i = 0; i < 5000; i++) {
      problems.add(i, "is wrong");
    }
    assertEquals(5000, problems.count());
    assertEquals(1000, problems.lines().size());
    assertEquals("journal record 2 (byte 128): is wrong", problems.lines().get(2));
  }

  private void take(JournalRecord... facts) {
    for (JournalRecord fact : facts) {
      String contradiction = audit.contradiction(fact);
      if (contradiction != null) {
        contradictions.add(audit.records() + ": " + contradiction);
      }
      audit.take(fact);
    }
  }

  /** The next batch, its rows behind those of the last one made here. */
  private BatchStored batch(int agency, long id) {
    return batchFrom(nextFrom, agency, id);
  }

  private BatchStored batchFrom(long from, int agency, long id) {
    nextFrom = from + 100;
    return new BatchStored(agency, id, from, 100, 10, RowDigest.EMPTY, 1);
  }

  private static AgencyFinished finish(int agency, long batches, long bets) {
    return new AgencyFinished(agency, batches, bets);
  }

  private void assertContradictions(String... lines) {
    assertEquals(List.of(lines), contradictions);
  }
}
