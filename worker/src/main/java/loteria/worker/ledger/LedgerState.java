package loteria.worker.ledger;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import loteria.ipc.wire.Coordination;
import loteria.worker.ledger.JournalRecord.AgencyClosed;
import loteria.worker.ledger.JournalRecord.AgencyFinished;
import loteria.worker.ledger.JournalRecord.BatchStored;
import loteria.worker.ledger.JournalRecord.Drawn;
import loteria.worker.ledger.JournalRecord.Entry;
import loteria.worker.ledger.JournalRecord.SessionOpened;
import org.jspecify.annotations.Nullable;

/**
 * What all records of the journal together say. Pure: no file, no clock. Used by the ledger's
 * thread alone.
 */
final class LedgerState {
  private final AgencyTotals[] agencies;
  private final BitSet storedSince = new BitSet();
  private final List<Coordination.DrawRecord> drawn = new ArrayList<>(1);
  private int records;
  private int forced;
  private int relied;
  private long committedBytes;
  private int missing;

  /**
   * @param agencies how many take part; ids go from 1 to this
   */
  LedgerState(int agencies) {
    this.agencies = new AgencyTotals[agencies + 1];
    for (int i = 1; i <= agencies; i++) {
      this.agencies[i] = new AgencyTotals();
    }
    missing = agencies;
  }

  /** How many agencies take part. */
  int agencies() {
    return agencies.length - 1;
  }

  /** Whether an agency takes part. */
  boolean knows(int agency) {
    return agency >= 1 && agency < agencies.length;
  }

  AgencyTotals of(int agency) {
    return agencies[agency];
  }

  /** How many records there are. */
  int records() {
    return records;
  }

  /** How many records, from the first, are known to be on disk with the rows they speak of. */
  int forced() {
    return forced;
  }

  /**
   * How many records, from the first, must be on disk before anything is answered: up to the last
   * that says more than that a session has begun. After a loss of power no session is left, and the
   * next run's epochs are all newer; a process that dies loses nothing that was written.
   */
  int relied() {
    return relied;
  }

  /** How much of bets.csv the records speak of. */
  long committedBytes() {
    return committedBytes;
  }

  boolean isDrawn() {
    return !drawn.isEmpty();
  }

  /** The draw that has been made; there must be one. */
  Coordination.DrawRecord draw() {
    return drawn.getFirst();
  }

  /** Why a fact cannot be the next one after those taken in, or null when it can. */
  @Nullable String contradiction(JournalRecord fact) {
    return switch (fact) {
      case BatchStored batch when batch.from() != committedBytes || batch.length() < 0 ->
          "its rows do not follow those before";
      case BatchStored batch
          when isDrawn() || (knows(batch.agency()) && !of(batch.agency()).isNext(batch.batch())) ->
          String.format(
              Locale.ROOT, "batch %d of agency %d does not follow", batch.batch(), batch.agency());
      case BatchStored batch
          when knows(batch.agency()) && batch.epoch() < of(batch.agency()).epoch() ->
          String.format(
              Locale.ROOT,
              "batch %d of agency %d is of an older session",
              batch.batch(),
              batch.agency());
      case SessionOpened(int agency, long epoch)
          when knows(agency) && epoch <= of(agency).epoch() ->
          String.format(Locale.ROOT, "a session of agency %d is older than the one before", agency);
      case AgencyFinished(int agency, long batches, long bets) ->
          contradiction(agency, batches, bets);
      case AgencyClosed(int agency, long batches, long bets) ->
          contradiction(agency, batches, bets);
      case BatchStored _, SessionOpened _, Drawn _ -> null;
    };
  }

  private @Nullable String contradiction(int agency, long batches, long bets) {
    return knows(agency) && !of(agency).amountTo(batches, bets)
        ? String.format(Locale.ROOT, "agency %d finished with other totals", agency)
        : null;
  }

  /** Takes the next record in. */
  void apply(Entry entry) {
    forced = Math.max(forced, entry.forced());
    records = entry.sequence() + 1;
    if (!(entry.fact() instanceof SessionOpened)) {
      relied = records;
    }
    JournalRecord fact = entry.fact();
    if (fact instanceof BatchStored batch) {
      committedBytes = batch.to();
      if (knows(batch.agency())) {
        agencies[batch.agency()].store(entry.sequence(), batch);
        storedSince.set(batch.agency());
      }
    } else if (fact instanceof SessionOpened(int agency, long epoch)) {
      if (knows(agency)) {
        agencies[agency].opened(epoch);
      }
    } else if (fact instanceof AgencyFinished(int agency, long _, long _)) {
      finish(agency, false);
    } else if (fact instanceof AgencyClosed(int agency, long _, long _)) {
      finish(agency, true);
    } else {
      drawn.add(((Drawn) fact).draw());
    }
  }

  private void finish(int agency, boolean byOperator) {
    if (knows(agency) && !agencies[agency].isFinished()) {
      if (byOperator) {
        agencies[agency].close();
      } else {
        agencies[agency].finish();
      }
      missing--;
    }
  }

  /** Takes note that the first {@code records} records are on disk. */
  void forced(int records) {
    forced = Math.max(forced, records);
  }

  Standing standing(int agency) {
    AgencyTotals totals = agencies[agency];
    return new Standing(
        totals.batches(),
        totals.bets(),
        totals.isFinished(),
        missing,
        isDrawn(),
        totals.isClosed());
  }

  /** What is stored of each agency of which anything was stored since this was asked last. */
  List<Survey.Totals> news() {
    List<Survey.Totals> news = new ArrayList<>(storedSince.cardinality());
    storedSince.stream()
        .mapToObj(i -> new Survey.Totals(i, agencies[i].batches(), agencies[i].bets()))
        .forEach(news::add);
    storedSince.clear();
    return news;
  }

  /** The agencies that an operator closed. */
  List<Integer> closed() {
    return IntStream.range(1, agencies.length).filter(i -> agencies[i].isClosed()).boxed().toList();
  }

  /** What a worker tells the supervisor of all this. */
  Coordination.Journal summary() {
    List<Integer> finished = new ArrayList<>();
    for (int i = 1; i < agencies.length; i++) {
      if (agencies[i].isFinished()) {
        finished.add(i);
      }
    }
    return new Coordination.Journal(finished, committedBytes, List.copyOf(drawn));
  }
}
