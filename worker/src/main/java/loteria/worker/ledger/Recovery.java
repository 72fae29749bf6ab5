package loteria.worker.ledger;

import java.io.IOException;
import java.util.Locale;
import loteria.worker.disk.LedgerFile;
import loteria.worker.ledger.JournalRecord.Entry;
import loteria.worker.redo.RedoEntry;
import loteria.worker.redo.RedoLog;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, when a ledger is opened, what of it survived.
 *
 * <p>First everything that the redo log has is written to the files again, whether they have it or
 * not: what a failed force has dropped still looks as if it were there. Then the files alone count.
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

  private Recovery(DrawFiles files) {
    this.journal = files.journal();
    this.bets = files.bets();
    this.reader = new LedgerReader(journal, bets);
  }

  /**
   * Reads log and journal, cuts both files back to what is whole, and forces what is left: then
   * nothing that the log has is needed any more. Must be called under the ledger's lock.
   *
   * @param state empty; takes in every record that is whole
   * @throws DamagedLedgerException when something is damaged that was known to be on disk
   */
  static void recover(DrawFiles files, RedoLog log, LedgerState state) throws IOException {
    var recovery = new Recovery(files);
    Journal.begin(files, log);
    log.read(recovery::redo);
    recovery.readJournal(state, recovery.reader.forcedMark());
    recovery.cutTails(state);
    files.force(state.records());
    state.forced(state.records());
  }

  private void redo(RedoEntry entry) throws IOException {
    bets.write(entry.rows(), entry.betsAt());
    journal.write(entry.records(), entry.journalAt());
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
            String.format(
                Locale.ROOT,
                "journal record %d of at least %d that were on disk: %s",
                sequence,
                forced,
                damage));
      } else {
        return;
      }
    }
    if (state.records() < forced) {
      throw new DamagedLedgerException(
          String.format(
              Locale.ROOT,
              "journal ends after record %d, but %d were on disk",
              state.records(),
              forced));
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
