package loteria.agency.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(5)
class PatienceTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final Patience patience = new Patience(Duration.ofSeconds(10), 1, nanos::get);

  @Test
  void itEndsWithoutProgress() {
    pass(4);
    assertEquals(Duration.ofSeconds(6), patience.left());
    pass(60);
    assertEquals(Duration.ZERO, patience.left());
  }

  @Test
  void progressOrAnAnswerRenewsIt() {
    pass(9);
    patience.movedOn();
    assertEquals(Duration.ofSeconds(10), patience.left());

    pass(9);
    patience.renew();
    assertEquals(Duration.ofSeconds(10), patience.left());
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

  @Test
  void aServerThatOnlyGreetsIsNotRetriedAfterEachSleep() {
    patience.failed();
    patience.renew();
    pass(10);

    patience.failed();

    assertEquals(Duration.ZERO, patience.left());
  }

  @Test
  void everyServerHasAllTheTimeOnceAndThenTheyShareIt() {
    var ofThree = new Patience(Duration.ofSeconds(10), 3, nanos::get);
    for (int i = 0; i < 2; i++) {
      pass(9);
      ofThree.failed();
      assertEquals(Duration.ofSeconds(10), ofThree.left());
    }

    pass(4);
    ofThree.failed();
    assertEquals(Duration.ofSeconds(6), ofThree.left());
    pass(4);
    ofThree.failed();
    assertEquals(Duration.ofSeconds(2), ofThree.left());
  }

  private void pass(int seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }
}
