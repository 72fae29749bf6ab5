package loteria.supervisor.draw;

import java.util.ArrayList;
import java.util.List;

/** Splits the log among workers: a segment is of the range that it begins in. Pure. */
final class ScanPlan {
  /**
   * Some 20 ms of a worker's time: little is lost with a worker, and none waits long for another.
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
   * Ranges of one size, but for the last, that cover a log of {@code bytes} bytes, none of them
   * empty; where there is much to scan, more than there are workers.
   *
   * @param workers how many there are to scan; with none at the moment, one must come and scan all
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
