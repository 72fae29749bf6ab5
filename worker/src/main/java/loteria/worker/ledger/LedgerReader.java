package loteria.worker.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import loteria.ipc.bet.RowDigest;
import loteria.worker.disk.ChannelFile;
import loteria.worker.disk.ReadableFile;
import loteria.worker.ledger.JournalRecord.BatchStored;
import loteria.worker.ledger.JournalRecord.Entry;
import loteria.worker.redo.RedoReader;
import loteria.worker.redo.RedoneFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads a ledger's files as they lie on disk, damaged or not, and changes nothing. Takes no lock:
 * whoever does not hold it may see the last records, and their rows, half written. Used by one
 * thread.
 */
public final class LedgerReader implements AutoCloseable {
  private static final int READ_BYTES = 256 << 10;

  private final ReadableFile journal;
  private final ReadableFile bets;
  private final ByteBuffer records = ByteBuffer.allocateDirect(READ_BYTES);
  private final ByteBuffer rows = ByteBuffer.allocateDirect(READ_BYTES);
  private int recordsFrom = -1;

  private int recordsToRedo;

  LedgerReader(ReadableFile journal, ReadableFile bets) {
    this.journal = journal;
    this.bets = bets;
  }

  /**
   * Opens the files of a draw's folder to be read only, as they will be once the next start has
   * redone what the log has.
   *
   * @throws java.nio.file.FileSystemException when one is missing or may not be read
   */
  public static LedgerReader open(Path folder) throws IOException {
    var journal = new RedoneFile(ChannelFile.openToRead(folder.resolve("journal")));
    try {
      var bets = new RedoneFile(ChannelFile.openToRead(folder.resolve("bets.csv")));
      var reader = new LedgerReader(journal, bets);
      reader.redo(folder.resolve("redo"), journal, bets);
      return reader;
    } catch (IOException e) {
      journal.close();
      throw e;
    }
  }

  private void redo(Path log, RedoneFile journal, RedoneFile bets) throws IOException {
    if (!Files.exists(log)) {
      return;
    }
    try (var file = ChannelFile.openToRead(log)) {
      RedoReader.read(
          file,
          entry -> {
            boolean rows = bets.lay(entry.rows(), entry.betsAt());
            boolean records = journal.lay(entry.records(), entry.journalAt());
            recordsToRedo += rows || records ? entry.records().limit() / RecordCodec.SIZE : 0;
          });
    }
  }

  /** How many records, or their rows, only the log had when it was opened. */
  public int recordsToRedo() {
    return recordsToRedo;
  }

  /** How many records the journal has room for now, written or not; the last may be cut short. */
  public int places() throws IOException {
    return (int) Math.ceilDiv(journal.size(), RecordCodec.SIZE);
  }

  /** Bytes of bets.csv now. */
  public long betsBytes() throws IOException {
    return bets.size();
  }

  /** Where in the journal a place begins, in bytes. */
  public static long byteOf(int sequence) {
    return (long) sequence * RecordCodec.SIZE;
  }

  /**
   * How many records, from the first, were known to be on disk with the rows they speak of: the
   * highest mark of all records that can be read.
   */
  public int forcedMark() throws IOException {
    int forced = 0;
    int places = places();
    for (int sequence = 0; sequence < places; sequence++) {
      Entry entry = entryAt(sequence);
      forced = entry == null ? forced : Math.max(forced, entry.forced());
    }
    return forced;
  }

  /** The record in a place, or null where there is no whole one. Made for reading on and on. */
  public @Nullable Entry entryAt(int sequence) throws IOException {
    int at = load(sequence);
    boolean whole = at + RecordCodec.SIZE <= records.limit();
    return whole ? RecordCodec.read(records, at, sequence) : null;
  }

  /** Whether nothing has been written to a place, or to what there is of it. */
  public boolean isBlank(int sequence) throws IOException {
    int from = load(sequence);
    int to = Math.min(from + RecordCodec.SIZE, records.limit());
    for (int at = from; at < to; at++) {
      if (records.get(at) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * What is wrong with a record, or with the rows that it speaks of, taken for itself; or null.
   *
   * @param entry the record; null where there is no whole one
   * @param checkRows whether to read the rows, or only to see that they are there
   */
  public @Nullable String damage(@Nullable Entry entry, boolean checkRows) throws IOException {
    if (entry == null) {
      return "its checksum or sequence is wrong";
    }
    if (!(entry.fact() instanceof BatchStored batch)) {
      return null;
    }
    if (batch.to() > bets.size()) {
      return String.format(
          Locale.ROOT, "its rows end at byte %d, bets.csv at %d", batch.to(), bets.size());
    }
    return checkRows && !rowsDigest(batch).equals(batch.digest())
        ? "its rows have another checksum"
        : null;
  }

  /** Reads rows into an array's beginning; they must lie within bets.csv. */
  public void rows(BatchStored batch, byte[] into) throws IOException {
    bets.read(ByteBuffer.wrap(into, 0, batch.length()), batch.from());
  }

  private RowDigest rowsDigest(BatchStored batch) throws IOException {
    var digest = new RowDigest.Running();
    for (long at = batch.from(); at < batch.to(); at += READ_BYTES) {
      bets.read(rows.clear().limit((int) Math.min(READ_BYTES, batch.to() - at)), at);
      digest.add(rows.flip());
    }
    return digest.soFar();
  }

  /** Where in the buffer a place is, or would be where the journal ends before. */
  private int load(int sequence) throws IOException {
    int perRead = READ_BYTES / RecordCodec.SIZE;
    int index = sequence % perRead;
    if (sequence - index != recordsFrom || index == 0) {
      recordsFrom = sequence - index;
      journal.read(records.clear(), byteOf(recordsFrom));
      records.flip();
    }
    return index * RecordCodec.SIZE;
  }

  @Override
  public void close() throws IOException {
    try (journal) {
      bets.close();
    }
  }
}
