package loteria.ipc.row;

/**
 * The calendar, as far as a birth date needs it. {@link java.time.Year} knows it too, but is made
 * together with all that writes dates: 2 ms of each process's first row.
 */
final class Dates {
  /** The days of each month from 1 on, in a year that is no leap year; 0 where there is none. */
  static final byte[] DAYS = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0};

  private Dates() {}

  /** How many days a month has; 0 when it is none. */
  static int days(int year, int month) {
    boolean isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month > 12 ? 0 : DAYS[month] + (isLeap && month == 2 ? 1 : 0);
  }

  /** A date as the number YYYYMMDD, so that the later one is the greater. */
  static int number(int year, int month, int day) {
    return (year * 100 + month) * 100 + day;
  }
}
