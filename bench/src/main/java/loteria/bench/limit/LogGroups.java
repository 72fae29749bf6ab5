package loteria.bench.limit;

import java.io.IOException;
import java.nio.file.Path;
import loteria.ledger.folder.DrawLedger;
import loteria.ledger.state.Entry;
import loteria.ledger.state.LogRecord;

/** The number of batches per force, from the server's log: one entry is one force. */
public final class LogGroups {
  private final Path folder;
  private long batches;
  private long groups;

  /**
   * @param folder the draw's
   */
  public LogGroups(Path folder) {
    this.folder = folder;
  }

  /** The mean number of batches per group, of those stored since the last call. */
  public double batchesPerGroup() throws IOException {
    long batchesBefore = batches;
    long groupsBefore = groups;
    batches = 0;
    groups = 0;
    DrawLedger.inspect(folder, this::count);
    return groups == groupsBefore
        ? 0
        : (batches - batchesBefore) / (double) (groups - groupsBefore);
  }

  private void count(Entry entry) {
    long stored = entry.records().stream().filter(LogRecord.BatchStored.class::isInstance).count();
    batches += stored;
    groups += stored > 0 ? 1 : 0;
  }
}
