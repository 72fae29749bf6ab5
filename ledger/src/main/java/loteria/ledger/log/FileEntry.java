package loteria.ledger.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import loteria.ledger.state.Entry;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;

/** An entry that has been read from a segment. Its rows are read when they are asked for. */
final class FileEntry implements Entry {
  private final Segment segment;
  private final EntryHeader header;
  private final List<LogRecord> records;

  FileEntry(Segment segment, EntryHeader header, List<LogRecord> records) {
    this.segment = segment;
    this.header = header;
    this.records = records;
  }

  /** How it begins. */
  EntryHeader header() {
    return header;
  }

  EntryHeader.Kind kind() {
    return header.kind();
  }

  @Override
  public long position() {
    return header.position();
  }

  @Override
  public long end() {
    return header.end();
  }

  @Override
  public long millis() {
    return header.millis();
  }

  @Override
  public long betsAt() {
    return header.betsAt();
  }

  @Override
  public int rowBytes() {
    return header.rowBytes();
  }

  @Override
  public List<LogRecord> records() {
    return records;
  }

  /** Has a state take it in, where it says anything. */
  void foldInto(LedgerState state) throws IOException {
    if (kind() == EntryHeader.Kind.STATE) {
      state.begin(this, header.run());
    } else if (kind() == EntryHeader.Kind.TURN) {
      state.takeIn(this);
    }
  }

  @Override
  public void rows(ByteBuffer into, int from) throws IOException {
    int count = Math.min(into.remaining(), header.rowBytes() - from);
    int limit = into.limit();
    into.limit(into.position() + count);
    segment.file().read(into, header.position() - segment.base() + header.rowsAt() + from);
    into.limit(limit);
  }

  /**
   * Whether its rows are what its records say of them. Reads them all.
   *
   * @param part to read them into, in parts
   */
  boolean hasItsRows(byte[] part) throws IOException {
    return changedBatches(part).isEmpty() && rowsOfBatches() == header.rowBytes();
  }

  /**
   * Its batches whose rows are not what their records say. Reads all rows, once.
   *
   * @param part to read them into, in parts
   */
  List<LogRecord.BatchStored> changedBatches(byte[] part) throws IOException {
    List<LogRecord.BatchStored> changed = new ArrayList<>();
    var reader = new RowReader(this, part);
    for (LogRecord record : records) {
      if (record instanceof LogRecord.BatchStored batch
          && !batch.digest().equals(reader.digest(batch.length()))) {
        changed.add(batch);
      }
    }
    return changed;
  }

  private long rowsOfBatches() {
    long bytes = 0;
    for (LogRecord record : records) {
      bytes += record instanceof LogRecord.BatchStored batch ? batch.length() : 0;
    }
    return bytes;
  }
}
