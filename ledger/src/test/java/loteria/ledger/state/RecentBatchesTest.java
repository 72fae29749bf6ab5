package loteria.ledger.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import loteria.ipc.row.RowDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RecentBatchesTest {
  private final RecentBatches recent = new RecentBatches();

  @Test
  void theLastBatchesAreFoundAsTheyWereAndOlderOnesAreNot() {
    for (long id = 1; id <= 40_000; id++) {
      recent.add(batch(3, id));
      recent.add(batch(999_999, id));
    }
    for (long id = 40_000; id > 39_000; id--) {
      assertEquals(batch(3, id), recent.find(3, id));
      assertEquals(batch(999_999, id), recent.find(999_999, id));
      assertNull(recent.find(4, id));
    }
    assertNull(recent.find(3, 40_001));
    assertNull(recent.find(3, 1));
  }

  @Test
  void aPlaceThatNothingWasPutInHasNothing() {
    assertNull(recent.find(1, 0));
    recent.add(batch(1, 1));
    assertNull(recent.find(0, 0));
    assertNull(recent.find(1, 2));
  }

  private static LogRecord.BatchStored batch(int agency, long id) {
    return new LogRecord.BatchStored(
        agency, id, (int) id % 70, 1 << 20, RowDigest.ofValue(-id), Long.MIN_VALUE + id);
  }
}
