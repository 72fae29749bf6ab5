package loteria.ipc.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.LocalDateTime;
import loteria.ipc.time.WallClock;
import org.junit.jupiter.api.Test;

class TimeConverterTest {
  private final TimeConverter converter = new TimeConverter();

  @Test
  void everyPartHasItsDigits() {
    assertEquals("2026-01-02 03:04:05", TimeConverter.text(LocalDateTime.of(2026, 1, 2, 3, 4, 5)));
    assertEquals(
        "2026-11-21 00:00:00", TimeConverter.text(LocalDateTime.of(2026, 11, 21, 0, 0, 0)));
    assertEquals(
        "2026-12-31 23:59:59", TimeConverter.text(LocalDateTime.of(2026, 12, 31, 23, 59, 59)));
  }

  @Test
  void eachLineHasTheTimeItWasLoggedAt() {
    long noon = 1_795_262_400_000L;
    for (long millis : new long[] {noon, noon + 999, noon + 1_000, noon - 1, noon}) {
      var event = new LoggingEvent();
      event.setTimeStamp(millis);
      assertEquals(TimeConverter.text(WallClock.at(millis)), converter.convert(event), "" + millis);
    }
  }
}
