package loteria.supervisor.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import loteria.supervisor.draw.ScanPlan.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ScanPlanTest {
  private static final long SEED = 12;

  @Test
  void rangesCoverTheFileWithoutGapOrOverlap() {
    var random = new Random(SEED);
    for (int i = 0; i < 2000; i++) {
      long bytes = i % 3 == 0 ? random.nextInt(20) : random.nextLong(1L << 36);
      int workers = random.nextInt(257);
      String where = bytes + " bytes, " + workers + " workers, seed " + SEED;
      long at = 0;
      for (Range range : ScanPlan.split(bytes, workers)) {
        assertEquals(at, range.from(), where);
        assertTrue(range.to() > range.from(), where);
        assertTrue(range.to() - range.from() <= bytes / Math.max(1, workers) + 1, where);
        assertTrue(range.to() - range.from() <= ScanPlan.RANGE_BYTES_MAX, where);
        at = range.to();
      }
      assertEquals(bytes, at, where);
    }
  }

  @Test
  void emptyFileIsNotScanned() {
    assertEquals(List.of(), ScanPlan.split(0, 4));
  }

  @Test
  void withoutWorkersThereIsStillAllToScan() {
    assertEquals(List.of(new Range(0, 100, 100)), ScanPlan.split(100, 0));
  }
}
