package loteria.worker.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import loteria.ipc.bet.RowDigest;
import loteria.ipc.wire.Coordination;
import loteria.worker.ledger.JournalRecord.AgencyFinished;
import loteria.worker.ledger.JournalRecord.BatchStored;
import loteria.worker.ledger.JournalRecord.Drawn;
import loteria.worker.ledger.JournalRecord.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LedgerStateTest {
  private final LedgerState state = new LedgerState(2);

  @Test
  void anEmptyJournalSaysThatAllAreMissing() {
    assertEquals(new Standing(0, 0, false, 2, false), state.standing(1));
    assertEquals(new Coordination.Journal(List.of(), 0, List.of()), state.summary());
    assertFalse(state.isDrawn());
  }

  @Test
  void onlyAgenciesThatTakePartAreKnown() {
    assertFalse(state.knows(0));
    assertTrue(state.knows(1));
    assertTrue(state.knows(2));
    assertFalse(state.knows(3));
    assertFalse(state.knows(-1));
  }

  @Test
  void batchesAddUp() {
    apply(0, new BatchStored(1, 1, 0, 100, 3, RowDigest.EMPTY, 1));
    apply(1, new BatchStored(2, 1, 100, 50, 1, RowDigest.EMPTY, 1));
    apply(2, new BatchStored(1, 2, 150, 10, 2, RowDigest.EMPTY, 1));
    assertEquals(new Standing(2, 5, false, 2, false), state.standing(1));
    assertEquals(new Standing(1, 1, false, 2, false), state.standing(2));
    assertEquals(160, state.committedBytes());
    assertEquals(3, state.records());
    assertEquals(2, state.of(1).sequenceOf(2));
    assertEquals(1, state.of(2).sequenceOf(1));
  }

  @Test
  void anAgencyFinishesOnce() {
    apply(0, new AgencyFinished(2, 0, 0));
    apply(1, new AgencyFinished(2, 0, 0));
    assertEquals(1, state.standing(1).missing());
    assertEquals(List.of(2), state.summary().finished());
  }

  /** The server may be started again with fewer agencies; their bets stay where they are. */
  @Test
  void whatAgenciesStoredThatNoLongerTakePartStaysCommitted() {
    apply(0, new BatchStored(3, 1, 0, 100, 3, RowDigest.EMPTY, 1));
    apply(1, new AgencyFinished(3, 1, 3));
    assertEquals(100, state.committedBytes());
    assertEquals(new Standing(0, 0, false, 2, false), state.standing(1));
  }

  @Test
  void theDrawIsKept() {
    apply(0, new Drawn(Batches.DRAW));
    assertTrue(state.isDrawn());
    assertEquals(List.of(Batches.DRAW), state.summary().drawn());
  }

  @Test
  void theMarkOnlyRises() {
    state.apply(new Entry(0, 5, new AgencyFinished(1, 0, 0)));
    state.apply(new Entry(1, 3, new AgencyFinished(2, 0, 0)));
    assertEquals(5, state.forced());
    state.forced(4);
    assertEquals(5, state.forced());
    state.forced(6);
    assertEquals(6, state.forced());
  }

  @Test
  void aThousandBatchesAreFoundAgain() {
    var totals = new AgencyTotals();
    for (int i = 1; i <= 1000; i++) {
      totals.store(i * 7, new BatchStored(1, i, 0, 0, i % 3, RowDigest.EMPTY, 1));
    }
    assertEquals(1000, totals.batches());
    assertEquals(1000, totals.bets());
    for (int i = 1; i <= 1000; i++) {
      assertEquals(i * 7, totals.sequenceOf(i));
    }
  }

  private void apply(int sequence, JournalRecord fact) {
    state.apply(new Entry(sequence, 0, fact));
  }
}
