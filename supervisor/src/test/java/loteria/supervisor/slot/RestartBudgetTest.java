package loteria.supervisor.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RestartBudgetTest {
  private static final long SEED = 20261120;
  private static final long SECOND = 1_000_000_000L;

  private final Random random = new Random(SEED);
  private final RestartBudget budget =
      new RestartBudget(5, Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofSeconds(5));

  @Test
  void firstDeathIsFollowedAtOnce() {
    assertTrue(budget.allows(0, false));
    assertEquals(Duration.ZERO, budget.pause(random));
  }

  @Test
  void pauseDoublesWithJitterOfAtMostHalf() {
    budget.allows(0, false);
    for (int ceilingMs : new int[] {100, 200, 400, 800}) {
      budget.allows(SECOND, false);
      boolean shorter = false;
      boolean longer = false;
      for (int i = 0; i < 1000; i++) {
        long nanos = budget.pause(random).toNanos();
        long ceiling = ceilingMs * 1_000_000L;
        assertTrue(nanos >= ceiling / 2 && nanos <= ceiling, "seed " + SEED + ", " + nanos);
        shorter |= nanos < ceiling * 6 / 10;
        longer |= nanos > ceiling * 9 / 10;
      }
      assertTrue(shorter && longer, "jitter uses its whole range, seed " + SEED);
    }
  }

  @Test
  void pauseHasACeiling() {
    var patient =
        new RestartBudget(100, Duration.ofHours(1), Duration.ofMillis(100), Duration.ofSeconds(5));
    for (int i = 0; i < 80; i++) {
      assertTrue(patient.allows(i * SECOND, false));
      assertTrue(patient.pause(random).compareTo(Duration.ofSeconds(5)) <= 0, "seed " + SEED);
      assertFalse(patient.pause(random).isNegative(), "seed " + SEED);
    }
  }

  @Test
  void sixthDeathInTheWindowIsNotAllowed() {
    for (int i = 0; i < 5; i++) {
      assertTrue(budget.allows(i * SECOND, false));
    }
    assertFalse(budget.allows(6 * SECOND, false));
  }

  @Test
  void deathsOlderThanTheWindowAreForgotten() {
    for (int i = 0; i < 5; i++) {
      assertTrue(budget.allows(i * SECOND, false));
    }
    assertTrue(budget.allows(31 * SECOND, false), "the first two are over 30 s old");
  }

  @Test
  void clockMayBeNegativeAndOverflow() {
    long start = Long.MAX_VALUE - 2 * SECOND;
    for (int i = 0; i < 5; i++) {
      assertTrue(budget.allows(start + i * SECOND, false));
    }
    assertFalse(budget.allows(start + 5 * SECOND, false));
  }

  @Test
  void deathAfterServiceCountsAsTheFirst() {
    for (int i = 0; i < 5; i++) {
      assertTrue(budget.allows(i * SECOND, false));
    }
    assertTrue(budget.allows(5 * SECOND, true));
    assertEquals(Duration.ZERO, budget.pause(random));
  }
}
