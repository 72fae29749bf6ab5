package loteria.supervisor.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClockComparisonTest {
  private final ClockComparison comparison = new ClockComparison();

  @Test
  void aDifferenceIsReportedOnceAndItsEndToo() {
    assertNull(comparison.news(null));
    assertNull(comparison.news(0L));
    assertNull(comparison.news(-1000L));
    assertEquals("1001 ms behind the brokers' clock", comparison.news(-1001L));
    assertNull(comparison.news(-1500L));
    assertNull(comparison.news(null));
    assertNull(comparison.news(-700L));
    assertNull(comparison.news(-1200L));
    assertEquals("agrees with the brokers' clock again", comparison.news(20L));
    assertEquals("7200000 ms ahead of the brokers' clock", comparison.news(7_200_000L));
  }
}
