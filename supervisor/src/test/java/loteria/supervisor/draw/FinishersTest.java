package loteria.supervisor.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class FinishersTest {
  private final Finishers finishers = new Finishers(3);

  @Test
  void eachAgencyCountsOnce() {
    assertEquals(List.of(1, 2, 3), finishers.missing(9));
    assertTrue(finishers.finished(2));
    assertFalse(finishers.finished(2));
    assertEquals(List.of(1, 3), finishers.missing(9));
    assertEquals(List.of(1), finishers.missing(1));
    assertEquals(2, finishers.missing());
    assertTrue(finishers.isMissing(3));
    assertFalse(finishers.isMissing(2));
    assertFalse(finishers.isMissing(4));
    assertTrue(finishers.finished(1));
    assertTrue(finishers.finished(3));
    assertEquals(List.of(), finishers.missing(9));
    assertEquals(0, finishers.missing());
  }

  @Test
  void agencyThatDoesNotTakePartCountsForNothing() {
    for (int stranger : new int[] {0, -1, 4, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertFalse(finishers.finished(stranger));
    }
    assertEquals(List.of(1, 2, 3), finishers.missing(9));
  }
}
