package loteria.bench;

import java.util.Arrays;
import java.util.Locale;

/** Formats and statistics of figures. */
public final class Measurements {
  private Measurements() {}

  /** The median: the middle one, or the mean of the two in the middle. */
  public static double median(double... figures) {
    if (figures.length == 0) {
      throw new IllegalArgumentException("there is no median of nothing");
    }
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The least of some figures. */
  public static double least(double... figures) {
    return Arrays.stream(figures).min().orElseThrow();
  }

  /** The largest of some figures. */
  public static double most(double... figures) {
    return Arrays.stream(figures).max().orElseThrow();
  }

  /** A number in thousands: 1,234,567. */
  public static String whole(double figure) {
    return String.format(Locale.ROOT, "%,.0f", figure);
  }

  /** A number with this many digits behind the point. */
  public static String fixed(double figure, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", figure);
  }

  /** One number as a percentage of another. */
  public static String percent(double figure, double of) {
    return of == 0 ? "-" : Math.round(100 * figure / of) + " %";
  }
}
