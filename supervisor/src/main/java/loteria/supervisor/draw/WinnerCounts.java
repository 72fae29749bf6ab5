package loteria.supervisor.draw;

import java.util.Arrays;
import java.util.Map;

/** The number of winning bets of each agency, as an array: there may be a million agencies. */
public final class WinnerCounts {
  private final int[] counts;
  private final long all;

  private WinnerCounts(int[] counts, long all) {
    this.counts = counts;
    this.all = all;
  }

  /** The counts that a map has. */
  public static WinnerCounts of(Map<Integer, Integer> counts) {
    int last = counts.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
    int[] byAgency = new int[last + 1];
    counts.forEach((agency, count) -> byAgency[agency] = count);
    return new WinnerCounts(byAgency, Arrays.stream(byAgency).asLongStream().sum());
  }

  /** How many bets of an agency won. */
  public int of(int agency) {
    return agency < counts.length ? counts[agency] : 0;
  }

  /** How many bets won in all. */
  public long all() {
    return all;
  }

  /** Counts one winner after another. */
  static final class Counting {
    private int[] counts = new int[1];
    private int last;
    private long all;

    void winner(int agency) {
      if (agency >= counts.length) {
        counts = Arrays.copyOf(counts, Math.max(agency + 1, counts.length * 2));
      }
      counts[agency]++;
      last = Math.max(last, agency);
      all++;
    }

    WinnerCounts counts() {
      return new WinnerCounts(Arrays.copyOf(counts, last + 1), all);
    }
  }
}
