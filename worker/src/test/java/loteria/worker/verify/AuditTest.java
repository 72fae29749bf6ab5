package loteria.worker.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import loteria.ipc.wire.Coordination.DrawRecord;
import loteria.worker.ledger.JournalRecord;
import loteria.worker.ledger.JournalRecord.AgencyFinished;
import loteria.worker.ledger.JournalRecord.BatchStored;
import loteria.worker.ledger.JournalRecord.Drawn;
import loteria.worker.ledger.JournalRecord.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Records that are whole each for itself and contradict each other. */
@Timeout(60)
class AuditTest {
  private static final Drawn DRAW = new Drawn(new DrawRecord(1, 2, 3));

  private final Problems problems = new Problems();
  private final Audit audit = new Audit(problems);

  @Test
  void whatFollowsIsNoProblem() {
    take(batch(1, 1), batch(2, 1));
    take(batch(1, 2), finish(1, 2, 20), finish(2, 1, 10), DRAW);
    assertProblems();
    assertEquals(200, audit.committedBytes());
    assertEquals(6, audit.records());
  }

  @Test
  void aBatchStoredTwiceIsFound() {
    take(batch(1, 1), batch(2, 1), batch(1, 1));
    assertProblems("journal record 2 (byte 128): batch 1 of agency 1 is stored again or too late");
  }

  @Test
  void aBatchLeftOutIsFoundAndSoIsItsComingTooLate() {
    take(batch(1, 1), batch(1, 3), batch(1, 2), batch(2, 2));
    assertProblems(
        "journal record 1 (byte 64): batch 3 of agency 1 follows batch 1",
        "journal record 2 (byte 128): batch 2 of agency 1 is stored again or too late",
        "journal record 3 (byte 192): batch 2 of agency 2 follows batch 0");
  }

  @Test
  void totalsThatDifferAreFound() {
    take(batch(1, 1), finish(1, 1, 11), finish(2, 1, 0));
    assertProblems(
        "journal record 1 (byte 64): agency 1 finishes with 1 batches and 11 bets,"
            + " stored are 1 and 10",
        "journal record 2 (byte 128): agency 2 finishes with 1 batches and 0 bets,"
            + " stored are 0 and 0");
  }

  @Test
  void whatComesAfterTheEndIsFound() {
    take(finish(1, 0, 0), batch(1, 1), finish(1, 1, 10), DRAW, batch(2, 1), DRAW);
    assertProblems(
        "journal record 1 (byte 64): batch 1 of agency 1 comes after the agency has finished",
        "journal record 2 (byte 128): agency 1 finishes again",
        "journal record 4 (byte 256): batch 1 of agency 2 comes after the draw",
        "journal record 5 (byte 320): the draw is made again");
  }

  @Test
  void aDrawBeforeAllHaveFinishedIsFound() {
    take(batch(1, 1), batch(2, 1), finish(2, 1, 10), DRAW);
    assertProblems("journal record 3 (byte 192): the draw is made before agency 1 has finished");
  }

  @Test
  void anAgencyThatCannotBeIsFound() {
    take(batch(0, 1), finish(1_000_000, 0, 0));
    assertProblems(
        "journal record 0 (byte 0): there cannot be an agency 0",
        "journal record 1 (byte 64): there cannot be an agency 1000000");
  }

  @Test
  void behindALostRecordOnlyWhatIsThereTwiceIsFound() {
    take(batch(1, 1));
    audit.lost();
    take(batch(1, 3), finish(1, 3, 30), DRAW, batch(1, 1));
    assertEquals(3, problems.count());
    assertTrue(problems.lines().getFirst().endsWith("batch 1 of agency 1 is stored again or too late"));
  }

  @Test
  void behindALostRecordRowsMayBeginLaterOnce() {
    take(batch(1, 1));
    assertEquals(100, audit.rowsFrom(entry(batch(1, 2, 300))));
    audit.lost();
    assertEquals(300, audit.rowsFrom(entry(batch(1, 3, 300))));
    assertEquals(100, audit.rowsFrom(entry(batch(1, 3, 50))), "never earlier");
    take(batch(1, 3, 300));
    assertEquals(400, audit.rowsFrom(entry(batch(1, 4, 500))));
  }

  @Test
  void linesAreBoundedAndTheirNumberIsNot() {
    for (int i = 0; i < 5000; i++) {
      take(batch(1, 1));
    }
    assertEquals(4999, problems.count());
    assertEquals(1000, problems.lines().size());
  }

  private void take(JournalRecord... facts) {
    for (JournalRecord fact : facts) {
      audit.take(entry(fact));
    }
  }

  private Entry entry(JournalRecord fact) {
    return new Entry(audit.records(), audit.records(), fact);
  }

  private BatchStored batch(int agency, long id) {
    return batch(agency, id, audit.committedBytes());
  }

  private static BatchStored batch(int agency, long id, long from) {
    return new BatchStored(agency, id, from, 100, 10, 0);
  }

  private static AgencyFinished finish(int agency, long batches, long bets) {
    return new AgencyFinished(agency, batches, bets);
  }

  private void assertProblems(String... lines) {
    assertEquals(List.of(lines), problems.lines());
  }
}
