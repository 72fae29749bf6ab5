package loteria.worker.ledger;

import java.io.IOException;
import loteria.worker.ledger.JournalRecord.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, when a ledger is opened, what of it survived.
 *
 * <p>Writes that were not forced reach the disk in any order: a record may be there without its
 * rows, or behind one that is not. So every record says how many were known to be on disk when it
 * was written. Damage before that mark is corruption, and nothing is guessed; from the mark on, the
 * first record that is damaged, or whose rows are, ends the ledger, and what follows is cut off.
 *
 * <p>A whole record can be damage too: one that found no room on the disk was cut, and the cut may
 * be what did not reach the disk, while another record took the place before it. So a record must
 * also follow from those before.
 */
final class Recovery {
  private final LedgerFile journal;
  private final LedgerFile bets;
  private final LedgerReader reader;

  private Recovery(LedgerFile journal, LedgerFile bets) {
    this.journal = journal;
    this.bets = bets;
    this.reader = new LedgerReader(journal, bets);
  }

  /**
   * Reads the whole journal, cuts both files back to what is whole, and forces what is left. Must
   * be called under the ledger's lock.
   *
   * @param state empty; takes in every record that is whole
   * @throws DamagedLedgerException when something is damaged that was known to be on disk
   */
  static void recover(LedgerFile journal, LedgerFile bets, LedgerState state) throws IOException {
    var recovery = new Recovery(journal, bets);
    recovery.readJournal(state, recovery.reader.forcedMark());
    recovery.cutTails(state);
    bets.force();
    journal.force();
    state.forced(state.records());
  }

  private void readJournal(LedgerState state, int forced) throws IOException {
    int places = reader.places();
    for (int sequence = 0; sequence < places; sequence++) {
      Entry entry = reader.entryAt(sequence);
      String damage = damage(entry, state, sequence >= forced);
      if (damage == null && entry != null) {
        state.apply(entry);
      } else if (sequence < forced) {
        throw new DamagedLedgerException(
            "journal record %d of at least %d that were on disk: %s"
                .formatted(sequence, forced, damage));
      } else {
        return;
      }
    }
    if (state.records() < forced) {
      throw new DamagedLedgerException(
          "journal ends after record %d, but %d were on disk".formatted(state.records(), forced));
    }
  }

  private @Nullable String damage(@Nullable Entry entry, LedgerState state, boolean checkRows)
      throws IOException {
    String contradiction = entry == null ? null : state.contradiction(entry.fact());
    return contradiction == null ? reader.damage(entry, checkRows) : contradiction;
  }

  private void cutTails(LedgerState state) throws IOException {
    Journal.cut(journal, state.records());
    if (bets.size() > state.committedBytes()) {
      bets.truncate(state.committedBytes());
    }
  }
}
