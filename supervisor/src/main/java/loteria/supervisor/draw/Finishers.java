package loteria.supervisor.draw;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** The agencies that have finished. An agency that finishes again changes nothing. Pure. */
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
   * Adds an agency.
   *
   * @return whether it had not finished before
   */
  boolean finished(int agency) {
    boolean news = agency >= 1 && agency <= agencies && !finished.get(agency);
    if (news) {
      finished.set(agency);
    }
    return news;
  }

  /** Whether this is an agency that takes part and has not finished. */
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
