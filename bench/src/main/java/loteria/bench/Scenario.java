package loteria.bench;

import java.util.List;

/** One thing that is measured. */
public interface Scenario {
  /** Its name on the command line. */
  String name();

  /**
   * Measures.
   *
   * @throws Exception when it cannot be measured here; what was measured before stays
   */
  List<Table> measure(Setup setup) throws Exception;
}
