package loteria.supervisor.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RateTest {
  private static final long SECOND = 1_000_000_000;

  private final Rate rate = new Rate();

  @Test
  void rateIsZeroBeforeTwoSamples() {
    assertEquals(0, rate.perSecond());
    rate.sample(5, 1000);
    assertEquals(0, rate.perSecond());
  }

  @Test
  void onlyTheLastSamplesCount() {
    rate.sample(0, 0);
    rate.sample(SECOND, 700);
    assertEquals(700, rate.perSecond(), 1e-9);
    for (int second = 2; second <= 8; second++) {
      rate.sample(second * SECOND, 700);
    }
    assertEquals(0, rate.perSecond(), 1e-9);
    rate.sample(9 * SECOND, 1300);
    assertEquals(100, rate.perSecond(), 1e-9);
    assertEquals(600, rate.grown());
  }
}
