package loteria.supervisor.draw;

import java.util.ArrayList;
import java.util.List;

/** Splits the bet file among workers. Pure. */
final class ScanPlan {
  /**
   * A range of the file.
   *
   * @param from first byte
   * @param to byte after the last
   */
  record Range(long from, long to) {}

  private ScanPlan() {}

  /**
   * Ranges of about one size that cover the first {@code bytes} bytes, none of them empty.
   *
   * @param workers how many there are to scan; with none at the moment, one must come and scan all
   */
  static List<Range> split(long bytes, int workers) {
    int parts = Math.max(1, workers);
    List<Range> ranges = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      var range = new Range(bytes * i / parts, bytes * (i + 1) / parts);
      if (range.from() < range.to()) {
        ranges.add(range);
      }
    }
    return ranges;
  }
}
