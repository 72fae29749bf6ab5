package loteria.supervisor.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import loteria.testkit.CapturedLines;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClockComparisonTest {
  private final ClockComparison comparison = new ClockComparison();

  @Test
  void aDifferenceIsReportedOnceAndItsEndToo() {
    assertSilent(null, 0L, -1000L);
    assertReports(-1001L, "error: the clock is 1001 ms behind the brokers'");
    assertSilent(-1500L, null, -700L, -1200L);
    assertReports(20L, "cause: the clock agrees with the brokers' again");
    assertSilent(700L, 0L);
    assertReports(7_200_000L, "error: the clock is 7200000 ms ahead of the brokers'");
  }

  private void assertSilent(@Nullable Long... aheadMs) {
    for (Long one : aheadMs) {
      assertEquals(List.of(), lines(one));
    }
  }

  private void assertReports(long aheadMs, String text) {
    List<String> lines = lines(aheadMs);
    assertEquals(1, lines.size());
    assertTrue(lines.getFirst().endsWith(text), lines::toString);
  }

  private List<String> lines(@Nullable Long aheadMs) {
    try (var captured = new CapturedLines(ClockComparison.class.getPackage())) {
      comparison.look(aheadMs);
      return captured.lines("");
    }
  }
}
