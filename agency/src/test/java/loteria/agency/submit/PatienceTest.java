package loteria.agency.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(5)
class PatienceTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final Patience patience = new Patience(Duration.ofSeconds(10), nanos::get, () -> 0.5);

  @Test
  void itEndsWithoutProgress() {
    pass(4);
    assertEquals(Duration.ofSeconds(6), patience.left());
    pass(60);
    assertEquals(Duration.ZERO, patience.left());
  }

  @Test
  void progressRenewsItAndMakesDelaysShortAgain() {
    assertEquals(Duration.ofMillis(25), patience.failed());
    assertEquals(Duration.ofMillis(50), patience.failed());
    pass(9);

    patience.movedOn();

    assertEquals(Duration.ofSeconds(10), patience.left());
    assertEquals(Duration.ofMillis(25), patience.failed());
  }

  @Test
  void aServerThatOnlyGreetsRenewsItButDelaysStillGrow() {
    patience.failed();
    patience.failed();
    pass(9);

    patience.renew();

    assertEquals(Duration.ofSeconds(10), patience.left());
    assertEquals(Duration.ofMillis(100), patience.failed());
    assertEquals(3, patience.failures());
  }

  @Test
  void firstFailureAfterALongSleepIsRetriedOnce() {
    pass(60);

    patience.failed();

    assertEquals(Duration.ofSeconds(10), patience.left());
    pass(10);
    patience.failed();
    assertEquals(Duration.ZERO, patience.left());
  }

  private void pass(int seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }
}
