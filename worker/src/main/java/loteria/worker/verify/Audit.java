package loteria.worker.verify;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import loteria.ipc.bet.AgencyId;
import loteria.ipc.wire.Coordination.DrawRecord;
import loteria.worker.ledger.JournalRecord;
import loteria.worker.ledger.JournalRecord.AgencyClosed;
import loteria.worker.ledger.JournalRecord.AgencyFinished;
import loteria.worker.ledger.JournalRecord.BatchStored;
import loteria.worker.ledger.JournalRecord.Drawn;
import loteria.worker.ledger.JournalRecord.SessionOpened;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what the journal's records say, one after the other, and finds where they contradict each
 * other. Pure: no file, no clock.
 *
 * <p>Behind a record that cannot be read it does not guess what that one said: then neither gaps
 * nor totals are found wrong, while what is there twice still is.
 */
final class Audit {
  private final Map<Integer, Tally> agencies = new TreeMap<>();
  private int records;
  private long committedBytes;
  private boolean complete = true;
  private boolean rowsFollow = true;
  private @Nullable DrawRecord draw;

  /** By agency. */
  Map<Integer, Tally> agencies() {
    return agencies;
  }

  /** How many records there were, those that could not be read included. */
  int records() {
    return records;
  }

  /** How much of bets.csv the records speak of. */
  long committedBytes() {
    return committedBytes;
  }

  @Nullable DrawRecord draw() {
    return draw;
  }

  /** Why a fact cannot be the next one, or null when it can. */
  @Nullable String contradiction(JournalRecord fact) {
    return switch (fact) {
      case BatchStored batch -> contradiction(batch);
      case AgencyFinished(int agency, long batches, long bets) ->
          contradiction(agency, batches, bets);
      case AgencyClosed(int agency, long batches, long bets) ->
          contradiction(agency, batches, bets);
      case SessionOpened(int agency, long epoch) -> contradiction(agency, epoch);
      case Drawn _ -> draw == null ? drawnTooEarly() : "the draw is made again";
    };
  }

  /** Takes the next fact in, contradiction or not. */
  void take(JournalRecord fact) {
    records++;
    switch (fact) {
      case BatchStored batch -> {
        Tally tally = agencies.computeIfAbsent(batch.agency(), _ -> new Tally());
        tally.batches++;
        tally.bets += batch.rows();
        tally.lastBatch = Math.max(tally.lastBatch, batch.batch());
        tally.epoch = Math.max(tally.epoch, batch.epoch());
        committedBytes = batch.to();
        rowsFollow = true;
      }
      case SessionOpened(int agency, long epoch) -> {
        Tally tally = agencies.computeIfAbsent(agency, _ -> new Tally());
        tally.epoch = Math.max(tally.epoch, epoch);
      }
      case AgencyFinished(int agency, long _, long _) -> finish(agency);
      case AgencyClosed(int agency, long _, long _) -> finish(agency);
      case Drawn(DrawRecord drawn) -> draw = drawn;
    }
  }

  private void finish(int agency) {
    agencies.computeIfAbsent(agency, _ -> new Tally()).finished = true;
  }

  /** The next record cannot be read. */
  void lost() {
    records++;
    complete = false;
    rowsFollow = false;
  }

  private @Nullable String contradiction(BatchStored batch) {
    boolean follows = rowsFollow ? batch.from() == committedBytes : batch.from() >= committedBytes;
    if (!follows || batch.length() < 0) {
      return "its rows do not follow those before";
    }
    Tally tally = agencies.getOrDefault(batch.agency(), new Tally());
    String name =
        String.format(Locale.ROOT, "batch %d of agency %d ", batch.batch(), batch.agency());
    if (isImpossible(batch.agency())) {
      return name + "is of no agency that can be";
    }
    if (batch.batch() <= tally.lastBatch) {
      return name + "is stored again or too late";
    }
    if (complete && batch.batch() != tally.lastBatch + 1) {
      return name + "follows batch " + tally.lastBatch;
    }
    if (batch.epoch() < tally.epoch) {
      return name + "is of a session that a newer one had taken over from";
    }
    if (tally.finished) {
      return name + "comes after the agency has finished";
    }
    return draw == null ? null : name + "comes after the draw";
  }

  private @Nullable String contradiction(int agency, long epoch) {
    if (isImpossible(agency)) {
      return "agency " + agency + " begins a session, and cannot be";
    }
    Tally tally = agencies.getOrDefault(agency, new Tally());
    return epoch > tally.epoch
        ? null
        : String.format(
            Locale.ROOT, "a session of agency %d begins that is older than the one before", agency);
  }

  private @Nullable String contradiction(int agency, long batches, long bets) {
    Tally tally = agencies.getOrDefault(agency, new Tally());
    if (isImpossible(agency)) {
      return "agency " + agency + " finishes, and cannot be";
    }
    if (tally.finished) {
      return "agency " + agency + " finishes again";
    }
    boolean same = batches == tally.batches && bets == tally.bets;
    return !complete || same
        ? null
        : String.format(
            Locale.ROOT,
            "agency %d finishes with %d batches and %d bets, stored are %d and %d",
            agency,
            batches,
            bets,
            tally.batches,
            tally.bets);
  }

  private @Nullable String drawnTooEarly() {
    for (var agency : agencies.entrySet()) {
      if (complete && !agency.getValue().finished) {
        return "the draw is made before agency " + agency.getKey() + " has finished";
      }
    }
    return null;
  }

  private static boolean isImpossible(int agency) {
    return agency < 1 || agency > AgencyId.MAX;
  }
}
