package loteria.worker.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import loteria.worker.ledger.JournalRecord.BatchStored;
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
  private static final int READ_BYTES = 256 << 10;

  private final LedgerFile journal;
  private final LedgerFile bets;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);

  private Recovery(LedgerFile journal, LedgerFile bets) {
    this.journal = journal;
    this.bets = bets;
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
    recovery.readJournal(state, recovery.forcedMark());
    recovery.cutTails(state);
    bets.force();
    journal.force();
    state.forced(state.records());
  }

  /** How many records were known to be on disk, as the last of those that can be read says. */
  private int forcedMark() throws IOException {
    int forced = 0;
    long places = journal.size() / RecordCodec.SIZE;
    for (int sequence = 0; sequence < places; sequence++) {
      Entry entry = entryAt(sequence);
      forced = entry == null ? forced : Math.max(forced, entry.forced());
    }
    return forced;
  }

  private void readJournal(LedgerState state, int forced) throws IOException {
    long places = journal.size() / RecordCodec.SIZE;
    long betsSize = bets.size();
    for (int sequence = 0; sequence < places; sequence++) {
      Entry entry = entryAt(sequence);
      String damage = damage(entry, state, sequence >= forced, betsSize);
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

  private @Nullable String damage(
      @Nullable Entry entry, LedgerState state, boolean checkRows, long betsSize)
      throws IOException {
    if (entry == null) {
      return "its checksum or sequence is wrong";
    }
    String contradiction = state.contradiction(entry.fact());
    if (contradiction != null || !(entry.fact() instanceof BatchStored batch)) {
      return contradiction;
    }
    if (batch.to() > betsSize) {
      return "its rows end at byte %d, bets.csv at %d".formatted(batch.to(), betsSize);
    }
    return checkRows && rowsCrc(batch) != batch.crc32c() ? "its rows have another checksum" : null;
  }

  private int rowsCrc(BatchStored batch) throws IOException {
    var crc = new CRC32C();
    var rows = ByteBuffer.allocate(READ_BYTES);
    for (long at = batch.from(); at < batch.to(); at += rows.limit()) {
      rows.clear().limit((int) Math.min(rows.capacity(), batch.to() - at));
      bets.read(rows, at);
      crc.update(rows.flip());
    }
    return (int) crc.getValue();
  }

  private void cutTails(LedgerState state) throws IOException {
    long journalEnd = (long) state.records() * RecordCodec.SIZE;
    if (journal.size() > journalEnd) {
      journal.truncate(journalEnd);
    }
    if (bets.size() > state.committedBytes()) {
      bets.truncate(state.committedBytes());
    }
  }

  private @Nullable Entry entryAt(int sequence) throws IOException {
    int perRead = READ_BYTES / RecordCodec.SIZE;
    int index = sequence % perRead;
    if (index == 0) {
      journal.read(buffer.clear(), (long) sequence * RecordCodec.SIZE);
      buffer.flip();
    }
    int at = index * RecordCodec.SIZE;
    return at + RecordCodec.SIZE <= buffer.limit() ? RecordCodec.read(buffer, at, sequence) : null;
  }
}
