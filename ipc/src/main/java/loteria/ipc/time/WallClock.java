package loteria.ipc.time;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.TimeZone;

/**
 * The local time in the zone that this process was started in.
 *
 * <p>{@link java.time.ZoneId} knows the same, but would first search every jar for more zones:
 * about 15 ms of each process's start.
 */
@ForPeople
public final class WallClock {
  private static final TimeZone ZONE = TimeZone.getDefault();

  private WallClock() {}

  /** Today's date. */
  public static LocalDate today() {
    return at(System.currentTimeMillis()).toLocalDate();
  }

  /**
   * The latest date that it can be anywhere: UTC's tomorrow, which some islands already have.
   * Independent of the zone that a process was started in.
   */
  public static LocalDate latestDay() {
    return latestDay(System.currentTimeMillis());
  }

  static LocalDate latestDay(long epochMillis) {
    return LocalDate.ofEpochDay(Math.floorDiv(epochMillis, 86_400_000L) + 1);
  }

  /**
   * The local time at a moment, to the second.
   *
   * @param epochMillis milliseconds since 1970-01-01 in UTC
   */
  public static LocalDateTime at(long epochMillis) {
    return at(epochMillis, ZONE);
  }

  static LocalDateTime at(long epochMillis, TimeZone zone) {
    long shown = epochMillis + zone.getOffset(epochMillis);
    return LocalDateTime.ofEpochSecond(Math.floorDiv(shown, 1_000L), 0, ZoneOffset.UTC);
  }
}
