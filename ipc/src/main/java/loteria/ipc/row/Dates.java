package loteria.ipc.row;

/**
 * The part of the calendar that a birth date needs. {@link java.time.Year} knows it too, but loads
 * the classes that format dates: 2 ms of each process's first row.
 */
final class Dates {
  /**
   * The days of each month from 1 on, in a year that is not a leap year; 0 if there is no such
   * month.
   */
  static final byte[] DAYS = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0};

  private Dates() {}

  /** How many days a month has; 0 if there is no such month. */
  static int days(int year, int month) {
    boolean isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month > 12 ? 0 : DAYS[month] + (isLeap && month == 2 ? 1 : 0);
  }

  /** A date as the number YYYYMMDD, so that the later one is the greater. */
  static int number(int year, int month, int day) {
    return (year * 100 + month) * 100 + day;
  }
}
