package loteria.auditor.count;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The agencies of which the log has any record, by their numbers. */
final class CountedAgencies {
  private @Nullable AgencyCount[] agencies = new @Nullable AgencyCount[1 << 10];
  private int known;

  /** What was counted of an agency so far. */
  AgencyCount of(int agency) {
    if (agency >= agencies.length) {
      agencies = Arrays.copyOf(agencies, Math.max(agency + 1, 2 * agencies.length));
    }
    AgencyCount found = agencies[agency];
    if (found == null) {
      found = new AgencyCount(agency);
      agencies[agency] = found;
      known++;
    }
    return found;
  }

  /** The same; null if there is no record of it. */
  @Nullable AgencyCount find(int agency) {
    return agency < agencies.length ? agencies[agency] : null;
  }

  /** Shows each agency with a stored batch, in the order of their numbers. */
  void eachWithBatches(Consumer<AgencyCount> visitor) {
    for (AgencyCount agency : agencies) {
      if (agency != null && agency.batches() > 0) {
        visitor.accept(agency);
      }
    }
  }

  int withBatches() {
    int[] count = new int[1];
    eachWithBatches(_ -> count[0]++);
    return count[0];
  }

  int known() {
    return known;
  }
}
