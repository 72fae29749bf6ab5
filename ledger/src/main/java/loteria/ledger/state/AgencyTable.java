package loteria.ledger.state;

import java.util.BitSet;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import loteria.ipc.row.AgencyId;
import org.jspecify.annotations.Nullable;

/**
 * What the records say of the agencies: the totals of each that has any record, whether it takes
 * part or not, and what is to be known of all. A few of a million cost little, wherever they are.
 * Used by the ledger's thread alone.
 */
final class AgencyTable {
  private static final int PART_BITS = 10;
  private static final int PLACES_OF_PART = 1 << PART_BITS;

  /** Of all agencies, so that a state fits into a segment. */
  private static final int EARLIER_MAX = 500_000;

  private final int agencyCount;
  private final int earlierMax;
  private final AgencyTotals none = new AgencyTotals();

  /** By part, and place in it; null where there is nothing. */
  private final AgencyTotals[] @Nullable [] parts =
      new AgencyTotals[(AgencyId.MAX >> PART_BITS) + 1][];

  private int count;

  /** How many of those that take part have finished. */
  private int finished;

  /** How many sessions are remembered besides the newest. */
  private int earlier;

  private final BitSet storedSince = new BitSet();

  /**
   * @param agencyCount how many take part; ids go from 1 to this
   */
  AgencyTable(int agencyCount) {
    this(agencyCount, EARLIER_MAX);
  }

  /**
   * @param earlierMax how many sessions are remembered besides the newest: the same for all readers
   */
  AgencyTable(int agencyCount, int earlierMax) {
    this.agencyCount = agencyCount;
    this.earlierMax = earlierMax;
  }

  /** How many take part. */
  int agencyCount() {
    return agencyCount;
  }

  /** How many of those have finished. */
  int finished() {
    return finished;
  }

  /** Whether no agency has any record. */
  boolean isEmpty() {
    return count == 0;
  }

  /** What is known of an agency. */
  AgencyTotals of(int agency) {
    int part = agency >> PART_BITS;
    AgencyTotals[] places = part >= 0 && part < parts.length ? parts[part] : null;
    AgencyTotals totals = places == null ? null : places[agency & (PLACES_OF_PART - 1)];
    return totals == null ? none : totals;
  }

  /** The same, to be changed: begun where there is nothing. */
  private AgencyTotals begun(int agency) {
    AgencyTotals totals = of(agency);
    if (totals == none) {
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

  /** A batch is stored. */
  void store(LogRecord.BatchStored batch) {
    begun(batch.agency()).store(batch);
    storedSince.set(batch.agency());
  }

  /**
   * A session is its agency's newest.
   *
   * @param remembers whether the one before it is remembered, if there is room
   */
  void open(int agency, long epoch, boolean remembers) {
    AgencyTotals totals = begun(agency);
    int before = totals.earlier().size();
    totals.open(epoch, remembers && earlier < earlierMax);
    earlier += totals.earlier().size() - before;
  }

  /** An agency has finished. */
  void end(int agency, AgencyEnd how) {
    begun(agency).end(how);
    finished += takesPart(agency) ? 1 : 0;
  }

  /** What was known of an agency where a segment begins; {@code remembers} as for a session. */
  void restore(LogRecord.AgencyState state, boolean remembers) {
    open(state.agency(), state.epoch(), remembers);
    begun(state.agency()).restore(state);
    storedSince.set(state.agency());
    finished += state.end() != AgencyEnd.OPEN && takesPart(state.agency()) ? 1 : 0;
  }

  private boolean takesPart(int agency) {
    return agency >= 1 && agency <= agencyCount;
  }

  /** Shows each agency that has stored something since the last call. */
  void storedSince(IntConsumer agency) {
    storedSince.stream().forEach(agency);
    storedSince.clear();
  }

  /** Shows each that has any record, in order. */
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

  /** Gives the records that say all of this. */
  void snapshot(Consumer<LogRecord> out) {
    each(
        agency -> {
          AgencyTotals totals = of(agency);
          for (long epoch : totals.earlier()) {
            out.accept(new LogRecord.SessionOpened(agency, epoch));
          }
          out.accept(totals.state(agency));
        });
  }

  /** How many records those are. */
  int records() {
    return count + earlier;
  }
}
