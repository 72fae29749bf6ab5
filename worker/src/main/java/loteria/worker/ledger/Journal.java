package loteria.worker.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import loteria.worker.disk.LedgerFile;
import loteria.worker.ledger.JournalRecord.BatchStored;
import loteria.worker.ledger.JournalRecord.Entry;
import loteria.worker.redo.RedoLog;

/**
 * The journal's file: records from its beginning, then blank places. It grows by many blank places
 * at once, so that forcing a record seldom means forcing a new size too.
 *
 * <p>Everything here is done under the ledger's lock.
 */
final class Journal {
  private static final int GROW_BYTES = 256 << 10;
  private static final int READ_BYTES = 64 << 10;

  private final LedgerFile file;
  private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
  private ByteBuffer out = ByteBuffer.allocateDirect(READ_BYTES);

  Journal(LedgerFile file) {
    this.file = file;
  }

  /**
   * Takes in what other processes have appended, and cuts off a record that one of them died
   * writing.
   */
  void refresh(LedgerState state) throws IOException {
    while (true) {
      int before = state.records();
      file.read(in.clear(), at(before));
      int places = in.flip().limit() / RecordCodec.SIZE;
      for (int i = 0; i < places; i++) {
        Entry entry = RecordCodec.read(in, i * RecordCodec.SIZE, before + i);
        if (entry == null) {
          break;
        }
        state.apply(entry);
      }
      int read = state.records() - before;
      if (read * RecordCodec.SIZE == READ_BYTES) {
        continue;
      }
      boolean clean =
          in.limit() - read * RecordCodec.SIZE < RecordCodec.SIZE
              ? in.limit() % RecordCodec.SIZE == 0
              : RecordCodec.isBlank(in, read * RecordCodec.SIZE);
      if (!clean) {
        cut(state.records());
      }
      return;
    }
  }

  /** Appends records; the first one's sequence says where. */
  void append(List<Entry> entries) throws IOException {
    if (entries.isEmpty()) {
      return;
    }
    int bytes = entries.size() * RecordCodec.SIZE;
    long from = at(entries.getFirst().sequence());
    grow(from + bytes);
    out = out.capacity() < bytes ? ByteBuffer.allocateDirect(bytes * 2) : out;
    out.clear();
    entries.forEach(entry -> RecordCodec.write(out, entry));
    file.write(out.flip(), from);
  }

  /** Cuts everything from this record on. */
  void cut(int records) throws IOException {
    cut(file, records);
  }

  /**
   * Cuts everything from this record on. Where that is all, a byte is left: a journal that is empty
   * would pass for one that was lost. Nothing is written, for there may be no room.
   */
  static void cut(LedgerFile file, int records) throws IOException {
    long end = Math.max(1, at(records));
    if (file.size() > end) {
      file.truncate(end);
    }
  }

  /**
   * Sees to it that a new journal is on disk, of one blank byte, before there is any row: so a
   * journal that is missing or empty beside rows has been lost, and is not taken for a new one.
   *
   * @throws DamagedLedgerException when there are rows, or entries of the log, and no journal
   */
  static void begin(DrawFiles files, RedoLog log) throws IOException {
    if (files.journal().size() > 0) {
      return;
    }
    if (files.bets().size() > 0) {
      throw new DamagedLedgerException(
          String.format(
              Locale.ROOT,
              "the journal is missing or empty, but bets.csv has %d bytes",
              files.bets().size()));
    }
    log.read(
        _ -> {
          throw new DamagedLedgerException(
              "the journal is missing or empty, but the redo log is not");
        });
    files.journal().write(ByteBuffer.allocate(1), 0);
    files.journal().force();
  }

  /** The record of a stored batch. */
  BatchStored batchAt(int sequence) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(RecordCodec.SIZE);
    file.read(record, at(sequence));
    Entry entry = record.hasRemaining() ? null : RecordCodec.read(record, 0, sequence);
    if (entry != null && entry.fact() instanceof BatchStored batch) {
      return batch;
    }
    throw new DamagedLedgerException("journal record " + sequence + " is no longer what it was");
  }

  private void grow(long needed) throws IOException {
    long size = file.size();
    if (size >= needed) {
      return;
    }
    long target = (needed / GROW_BYTES + 1) * GROW_BYTES;
    file.write(ByteBuffer.allocate((int) (target - size)), size);
  }

  /** Where a record begins, in bytes. */
  static long at(int sequence) {
    return (long) sequence * RecordCodec.SIZE;
  }
}
