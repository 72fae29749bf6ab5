package loteria.supervisor.draw;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Which agencies have finished. Pure; an agency that finishes again changes nothing. */
final class Finishers {
  private final int agencies;
  private final BitSet finished = new BitSet();

  /**
   * @param agencies how many take part; ids go from 1 to this
   */
  Finishers(int agencies) {
    this.agencies = agencies;
  }

  /**
   * An agency has finished.
   *
   * @return whether that was news
   */
  boolean finished(int agency) {
    boolean news = agency >= 1 && agency <= agencies && !finished.get(agency);
    if (news) {
      finished.set(agency);
    }
    return news;
  }

  /** Whether an agency that takes part has not. */
  boolean isMissing(int agency) {
    return agency >= 1 && agency <= agencies && !finished.get(agency);
  }

  /** How many have not. */
  int missing() {
    return agencies - finished.cardinality();
  }

  /** The first of those that have not, in order. */
  List<Integer> missing(int countMax) {
    return IntStream.rangeClosed(1, agencies)
        .filter(this::isMissing)
        .limit(countMax)
        .boxed()
        .toList();
  }

  /** Those that have. */
  BitSet finished() {
    return (BitSet) finished.clone();
  }
}
