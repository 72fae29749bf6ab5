package loteria.ipc.time;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.TimeZone;

/**
 * What the clock on the wall shows in the zone that this process was started in.
 *
 * <p>{@link java.time.ZoneId} knows the same, but would first look through every jar for more
 * zones: some 15 ms of each process's start.
 */
@ForPeople
public final class WallClock {
  private static final TimeZone ZONE = TimeZone.getDefault();

  private WallClock() {}

  /** The present day. */
  public static LocalDate today() {
    return at(System.currentTimeMillis()).toLocalDate();
  }

  /**
   * The latest day that it can be anywhere: UTC's tomorrow, which some islands have already. It
   * depends on no zone that a process was started in.
   */
  public static LocalDate latestDay() {
    return latestDay(System.currentTimeMillis());
  }

  static LocalDate latestDay(long epochMillis) {
    return LocalDate.ofEpochDay(Math.floorDiv(epochMillis, 86_400_000L) + 1);
  }

  /**
   * What it shows at a moment, to the second.
   *
   * @param epochMillis milliseconds since 1970 began in UTC
   */
  public static LocalDateTime at(long epochMillis) {
    return at(epochMillis, ZONE);
  }

  static LocalDateTime at(long epochMillis, TimeZone zone) {
    long shown = epochMillis + zone.getOffset(epochMillis);
    return LocalDateTime.ofEpochSecond(Math.floorDiv(shown, 1_000L), 0, ZoneOffset.UTC);
  }
}
