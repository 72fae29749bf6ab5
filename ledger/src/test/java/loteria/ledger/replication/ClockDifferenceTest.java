package loteria.ledger.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClockDifferenceTest {
  private final ClockDifference difference = new ClockDifference();

  @Test
  void nothingIsShownWithoutAnAppend() {
    assertNull(difference.takeAheadMs());
    difference.appended(10_000, 10_010, 10_020);
    assertEquals(0, difference.takeAheadMs());
    assertNull(difference.takeAheadMs());
  }

  @Test
  void aStampBetweenShowsNoDifference() {
    for (long stamp = 9_999; stamp <= 10_021; stamp++) {
      difference.appended(10_000, stamp, 10_020);
      assertEquals(0, difference.takeAheadMs(), "stamp " + stamp);
    }
  }

  @Test
  void aStampFromBeforeTheSendingShowsThatThisClockIsAhead() {
    difference.appended(10_000, 7_500, 10_020);
    assertEquals(2_499, difference.takeAheadMs());
  }

  @Test
  void aStampFromAfterTheAnswerShowsThatThisClockIsBehind() {
    difference.appended(10_000, 13_020, 10_020);
    assertEquals(-2_999, difference.takeAheadMs());
  }

  @Test
  void theLastAppendCounts() {
    difference.appended(10_000, 7_500, 10_020);
    difference.appended(11_000, 11_010, 11_020);
    assertEquals(0, difference.takeAheadMs());
  }

  /** Nor does one within which the clock was set back. */
  @Test
  void aSlowAppendShowsNothing() {
    difference.appended(10_000, 7_500, 10_500);
    assertEquals(2_499, difference.takeAheadMs());
    difference.appended(10_000, 7_500, 10_501);
    assertNull(difference.takeAheadMs());
    difference.appended(10_000, 7_500, 9_999);
    assertNull(difference.takeAheadMs());
  }
}
