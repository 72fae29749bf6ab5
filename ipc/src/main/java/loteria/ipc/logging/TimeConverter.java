package loteria.ipc.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.LocalDateTime;
import loteria.ipc.time.WallClock;

/** The conversion word for a line's time, {@code 2026-11-21 20:00:00}, by the {@link WallClock}. */
public final class TimeConverter extends ClassicConverter {
  private volatile Second last = new Second(-1, "");

  /** A cache: many lines are of the same second. */
  private record Second(long epochSecond, String text) {}

  /** Called by logback, once for each pattern that uses it. */
  public TimeConverter() {}

  @Override
  public String convert(ILoggingEvent event) {
    long epochSecond = Math.floorDiv(event.getTimeStamp(), 1_000L);
    Second shown = last;
    if (shown.epochSecond != epochSecond) {
      shown = new Second(epochSecond, text(WallClock.at(event.getTimeStamp())));
      last = shown;
    }
    return shown.text;
  }

  static String text(LocalDateTime time) {
    var text = new StringBuilder(19).append(time.toLocalDate()).append(' ');
    twoDigits(text, time.getHour()).append(':');
    twoDigits(text, time.getMinute()).append(':');
    return twoDigits(text, time.getSecond()).toString();
  }

  private static StringBuilder twoDigits(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
