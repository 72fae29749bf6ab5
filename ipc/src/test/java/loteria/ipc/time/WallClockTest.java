package loteria.ipc.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WallClockTest {
  private static final long SEED = 7574;
  private static final Instant FROM = Instant.parse("1971-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2090-01-01T00:00:00Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "America/Argentina/Buenos_Aires",
        "America/New_York",
        "Europe/Madrid",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Etc/UTC"
      })
  void showsWhatJavaTimeDoes(String zone) {
    var random = new Random(SEED);
    for (int i = 0; i < 10_000; i++) {
      assertShows(random.nextLong(FROM.toEpochMilli(), TO.toEpochMilli()), zone);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-19T00:00:00Z", "2026-11-19T23:59:59.999Z"})
  void latestDayIsUtcsTomorrow(String moment) {
    assertEquals(
        LocalDate.of(2026, 11, 20), WallClock.latestDay(Instant.parse(moment).toEpochMilli()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pacific/Kiritimati", "Etc/GMT+12", "Etc/UTC"})
  void noZonesTodayIsLaterThanTheLatestDay(String zone) {
    var random = new Random(SEED);
    for (int i = 0; i < 10_000; i++) {
      long millis = random.nextLong(FROM.toEpochMilli(), TO.toEpochMilli());
      LocalDate today = LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneId.of(zone));
      assertFalse(today.isAfter(WallClock.latestDay(millis)), () -> zone + " at " + millis);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"America/New_York", "Europe/Madrid", "Australia/Lord_Howe"})
  void changesWhenTheZoneDoes(String zone) {
    var rules = ZoneId.of(zone).getRules();
    Instant moment = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < 20; i++) {
      moment = rules.nextTransition(moment).getInstant();
      for (Duration beside : new Duration[] {Duration.ofMillis(-1), Duration.ZERO}) {
        assertShows(moment.plus(beside).toEpochMilli(), zone);
      }
    }
  }

  @Test
  void todayIsTheDayHere() {
    LocalDate before = LocalDate.now(ZoneId.systemDefault());
    LocalDate today = WallClock.today();
    LocalDate after = LocalDate.now(ZoneId.systemDefault());
    assertEquals(today.isAfter(before) ? after : before, today);
  }

  private static void assertShows(long epochMillis, String zone) {
    LocalDateTime expected =
        Instant.ofEpochMilli(epochMillis)
            .atZone(ZoneId.of(zone))
            .toLocalDateTime()
            .truncatedTo(ChronoUnit.SECONDS);
    assertEquals(
        expected,
        WallClock.at(epochMillis, TimeZone.getTimeZone(zone)),
        () -> epochMillis + " in " + zone + ", seed " + SEED);
  }
}
