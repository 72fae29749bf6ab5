package loteria.ledger.state;

import java.util.function.IntConsumer;
import loteria.ipc.row.AgencyId;
import org.jspecify.annotations.Nullable;

/**
 * The agencies that have any record, by number. A few of a million cost little, wherever they are.
 * Used by the ledger's thread alone.
 */
final class AgencyTable {
  private static final int PART_BITS = 10;
  private static final int PLACES_OF_PART = 1 << PART_BITS;

  /** By part, and place in it; null where there is nothing. */
  private final AgencyTotals[] @Nullable [] parts =
      new AgencyTotals[(AgencyId.MAX >> PART_BITS) + 1][];

  private int count;

  /** What is known of an agency; null where there is nothing. */
  @Nullable AgencyTotals find(int agency) {
    int part = agency >> PART_BITS;
    AgencyTotals[] places = part >= 0 && part < parts.length ? parts[part] : null;
    return places == null ? null : places[agency & (PLACES_OF_PART - 1)];
  }

  /** The same, begun where there is nothing. */
  AgencyTotals of(int agency) {
    AgencyTotals totals = find(agency);
    if (totals == null) {
      AgencyTotals[] places = parts[agency >> PART_BITS];
      if (places == null) {
        places = new AgencyTotals[PLACES_OF_PART];
        parts[agency >> PART_BITS] = places;
      }
      totals = new AgencyTotals();
      places[agency & (PLACES_OF_PART - 1)] = totals;
      count++;
    }
    return totals;
  }

  /** How many there are. */
  int count() {
    return count;
  }

  /** Shows each, in order. */
  void each(IntConsumer agency) {
    for (int part = 0; part < parts.length; part++) {
      AgencyTotals[] places = parts[part];
      for (int place = 0; places != null && place < places.length; place++) {
        if (places[place] != null) {
          agency.accept((part << PART_BITS) + place);
        }
      }
    }
  }
}
