package loteria.agency.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(5)
class ServerChoiceTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final ServerChoice one = of(1, 0);
  private final ServerChoice three = of(3, 1);

  @Test
  void aSingleServerIsTriedAgainAfterItsBackOff() {
    assertEquals(millis(25), one.failed(Duration.ZERO));
    assertEquals(millis(50), one.failed(Duration.ZERO));
    assertEquals(millis(100), one.failed(Duration.ZERO));
    assertEquals(3, one.failures());

    one.movedOn();

    assertEquals(millis(25), one.failed(Duration.ZERO));
  }

  @Test
  void aSingleServerIsTriedAgainWhenItAsksForThat() {
    assertEquals(millis(5), one.failed(millis(5)));
    assertEquals(millis(5_000), one.failed(millis(5_000)));
    assertEquals(millis(100), one.failed(Duration.ZERO));
  }

  @Test
  void theNextOneIsTriedAtOnceUntilAllHaveFailed() {
    assertEquals(1, three.current());
    assertEquals(Duration.ZERO, three.failed(Duration.ZERO));
    assertEquals(2, three.current());
    assertEquals(Duration.ZERO, three.failed(Duration.ZERO));
    assertEquals(0, three.current());
    assertEquals(millis(25), three.failed(Duration.ZERO));
    assertEquals(1, three.current());
  }

  @Test
  void eachRoundWaitsLongerThanTheOneBefore() {
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Duration wait = three.failed(Duration.ZERO);
      nanos.addAndGet(wait.toNanos());
      if (!wait.isZero()) {
        waits.add(wait);
      }
    }

    assertEquals(List.of(millis(25), millis(50), millis(100), millis(200)), waits);
  }

  @Test
  void afterProgressTheNextOneIsTriedAtOnceAgain() {
    for (int i = 0; i < 30; i++) {
      var _ = three.failed(Duration.ZERO);
    }
    int welcoming = three.current();
    three.movedOn();

    assertEquals(Duration.ZERO, three.failed(Duration.ZERO));
    assertEquals((welcoming + 1) % 3, three.current());
    assertEquals(Duration.ZERO, three.failed(Duration.ZERO));
    assertEquals(millis(25), three.failed(Duration.ZERO));
  }

  @Test
  void aTimeThatOneAsksForIsNotWaitedForWhileThereIsAnother() {
    assertEquals(Duration.ZERO, three.failed(millis(60_000)));
    assertEquals(Duration.ZERO, three.failed(millis(60_000)));
    assertEquals(0, three.current());
    assertEquals(millis(25), three.failed(Duration.ZERO));
    assertEquals(0, three.current());
  }

  @Test
  void aServerIsNotAskedBeforeTheTimeThatItAskedFor() {
    three.failed(millis(60_000));
    three.movedOn();
    three.failed(Duration.ZERO);
    assertEquals(0, three.current());

    assertEquals(millis(25), three.failed(Duration.ZERO));
    assertEquals(2, three.current());
    pass(59_999);
    three.failed(Duration.ZERO);
    assertEquals(0, three.current());
    assertEquals(millis(1), three.failed(millis(2)));
    assertEquals(1, three.current());
  }

  @Test
  void whenAllAskForATimeTheFirstThatEndsIsWaitedFor() {
    assertEquals(Duration.ZERO, three.failed(millis(3_000)));
    assertEquals(Duration.ZERO, three.failed(millis(1_000)));
    assertEquals(millis(1_000), three.failed(millis(2_000)));
    assertEquals(2, three.current());
  }

  @Test
  void noServerIsForgotten() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var choice = new ServerChoice(4, 0, nanos::get, random::nextDouble);
    int[] tried = new int[4];
    for (int i = 0; i < 4_000; i++) {
      tried[choice.current()]++;
      pass(random.nextInt(3_000));
      nanos.addAndGet(choice.failed(millis(random.nextInt(2) * 500)).toNanos());
    }

    for (int times : tried) {
      assertEquals(1_000, times, 200, "seed " + seed);
    }
  }

  private ServerChoice of(int servers, int first) {
    return new ServerChoice(servers, first, nanos::get, () -> 0.5);
  }

  private void pass(int millis) {
    nanos.addAndGet(millis(millis).toNanos());
  }

  private static Duration millis(int millis) {
    return Duration.ofMillis(millis);
  }
}
