package loteria.supervisor.draw;

import java.util.ArrayList;
import java.util.List;

/**
 * The division of the log among workers: a segment belongs to the range that it begins in. Pure.
 */
final class ScanPlan {
  /**
   * About 20 ms of a worker's time: little is lost if a worker dies, and none waits long for
   * another.
   */
  static final long RANGE_BYTES_MAX = 16L << 20;

  /**
   * A range of the log.
   *
   * @param from first position
   * @param to the position behind it
   * @param end the log's end
   */
  record Range(long from, long to, long end) {}

  private ScanPlan() {}

  /**
   * Ranges of one size, except for the last, that cover a log of {@code bytes} bytes, none of them
   * empty; in a long log there are more than there are workers.
   *
   * @param workers how many there are; with none at the moment, one must join and scan everything
   */
  static List<Range> split(long bytes, int workers) {
    long size = Math.min(Math.ceilDiv(bytes, Math.max(1, workers)), RANGE_BYTES_MAX);
    List<Range> ranges = new ArrayList<>();
    for (long from = 0; from < bytes; from += size) {
      ranges.add(new Range(from, Math.min(from + size, bytes), bytes));
    }
    return ranges;
  }
}
