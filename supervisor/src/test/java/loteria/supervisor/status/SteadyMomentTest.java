package loteria.supervisor.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class SteadyMomentTest {
  /** A machine that starts with a wrong clock, which is set later. */
  private static final Instant WRONG = Instant.parse("1970-01-01T00:00:05Z");

  private static final Instant RIGHT = Instant.parse("2026-11-25T12:00:00Z");
  private static final long SECOND = 1_000_000_000L;

  private final SteadyMoment moment = new SteadyMoment();

  @Test
  void ageIsRightAfterTheClockWasSet() {
    assertEquals(WRONG, moment.shown(WRONG, 100 * SECOND, WRONG.plusSeconds(1)));
    Instant shown = moment.shown(WRONG, 109 * SECOND, RIGHT);
    assertEquals(Duration.ofSeconds(10), Duration.between(shown, RIGHT));
    assertEquals(shown, moment.shown(WRONG, 110 * SECOND, RIGHT.plusMillis(1_001)), "steady again");
  }

  @Test
  void aClockThatIsSetBackIsFollowedToo() {
    assertEquals(RIGHT, moment.shown(RIGHT, 0, RIGHT));
    assertEquals(WRONG.minusSeconds(7), moment.shown(RIGHT, 7 * SECOND, WRONG));
  }

  @Test
  void driftDoesNotMoveIt() {
    assertEquals(RIGHT, moment.shown(RIGHT, 0, RIGHT));
    assertEquals(RIGHT, moment.shown(RIGHT, 1000 * SECOND, RIGHT.plusMillis(1_000_900)));
  }

  @Test
  void anotherMomentIsShownAsRecorded() {
    assertEquals(WRONG, moment.shown(WRONG, 0, WRONG));
    assertEquals(RIGHT, moment.shown(RIGHT, 5 * SECOND, RIGHT.plusSeconds(1)));
  }
}
