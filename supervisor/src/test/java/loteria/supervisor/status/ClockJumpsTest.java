package loteria.supervisor.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClockJumpsTest {
  private static final Instant START = Instant.parse("2026-12-24T21:00:00Z");

  private final ClockJumps jumps = new ClockJumps();

  @Test
  void aClockThatIsSetByMoreThanASecondIsNoticedOnce() {
    assertEquals(0, jumps.millis(5_000_000_000L, START), "nothing to compare with");
    assertEquals(0, jumps.millis(5_500_000_000L, START.plusMillis(500)));
    assertEquals(0, jumps.millis(6_000_000_000L, START.plusMillis(1_999)), "a second at most");
    assertEquals(3_600_000, jumps.millis(6_500_000_000L, START.plusMillis(3_602_499)));
    assertEquals(0, jumps.millis(7_000_000_000L, START.plusMillis(3_602_999)));
    assertEquals(-7_200_000, jumps.millis(7_500_000_000L, START.plusMillis(-3_596_501)));
  }
}
