package loteria.ledger.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClockDifferenceTest {
  private static final long MS = 1_000_000;

  private final ClockDifference difference = new ClockDifference();

  @Test
  void nothingIsKnownBeforeAnAppend() {
    assertNull(difference.aheadMs(5_000, 0));
  }

  @Test
  void aStampBetweenProvesNothing() {
    difference.appended(10_000, 10_003, 10_020, 20 * MS);
    assertEquals(0, difference.aheadMs(10_020, 20 * MS));
    difference.appended(10_000, 10_000, 10_020, 20 * MS);
    assertEquals(0, difference.aheadMs(10_020, 20 * MS));
    difference.appended(10_000, 10_020, 10_020, 20 * MS);
    assertEquals(0, difference.aheadMs(10_020, 20 * MS));
  }

  @Test
  void aStampFromBeforeTheSendingProvesThatThisClockIsAhead() {
    difference.appended(10_000, 7_500, 10_020, 20 * MS);
    assertEquals(2_500, difference.aheadMs(10_020, 20 * MS));
  }

  @Test
  void aStampFromAfterTheAnswerProvesThatThisClockIsBehind() {
    difference.appended(10_000, 13_020, 10_020, 20 * MS);
    assertEquals(-3_000, difference.aheadMs(10_020, 20 * MS));
  }

  @Test
  void aClockThatIsSetSinceIsTakenIntoAccount() {
    difference.appended(10_000, 7_500, 10_020, 20 * MS);
    assertEquals(2_500, difference.aheadMs(70_020, 60_020 * MS));
    assertEquals(0, difference.aheadMs(67_520, 60_020 * MS));
    assertEquals(-1_000, difference.aheadMs(66_520, 60_020 * MS));
  }

  @Test
  void theLastMessageCounts() {
    difference.appended(10_000, 7_500, 10_020, 20 * MS);
    difference.appended(11_000, 11_010, 11_020, 1_020 * MS);
    assertEquals(0, difference.aheadMs(11_020, 1_020 * MS));
  }
}
