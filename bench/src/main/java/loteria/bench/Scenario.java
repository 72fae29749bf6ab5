package loteria.bench;

import java.util.List;

/** One measurement. */
public interface Scenario {
  /** Its name on the command line. */
  String name();

  /**
   * Measures.
   *
   * @throws Exception if it cannot be measured here; the results so far stay
   */
  List<Table> measure(Setup setup) throws Exception;

  /**
   * Judges what was measured last, where there is something to judge by.
   *
   * @throws WorseException if it is worse than it may be
   */
  default void judge() throws WorseException {}
}
