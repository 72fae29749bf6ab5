package loteria.ledger.log;

import java.io.IOException;
import java.util.List;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.state.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Finds a batch by what segments begin with: the last one before which it was not stored has it.
 */
final class BatchSearch {
  private final Segments segments;
  private final EntryCursor cursor;

  BatchSearch(Segments segments) {
    this.segments = segments;
    this.cursor = new EntryCursor(segments);
  }

  /**
   * The record of a stored batch.
   *
   * @throws DamagedLogException when it is not there
   */
  LogRecord.BatchStored find(int agency, long batch) throws IOException {
    List<Long> bases = segments.bases();
    int first = 0;
    int last = bases.size() - 1;
    while (first < last) {
      int middle = (first + last + 1) >>> 1;
      long before = batchesBefore(bases.get(middle), agency);
      if (before >= 0 && before < batch) {
        first = middle;
      } else {
        last = middle - 1;
      }
    }
    LogRecord.BatchStored found = bases.isEmpty() ? null : find(bases.get(first), agency, batch);
    if (found == null) {
      throw new DamagedLogException(
          "batch " + batch + " of agency " + agency + " is stored, and is not in the log");
    }
    return found;
  }

  /** How many batches of an agency are in the segments before one; -1 where it is not begun. */
  private long batchesBefore(long base, int agency) throws IOException {
    cursor.goTo(segments.of(base));
    FileEntry state = cursor.next();
    if (state == null) {
      return -1;
    }
    for (LogRecord record : state.records()) {
      if (record instanceof LogRecord.AgencyState of && of.agency() == agency) {
        return of.batches();
      }
    }
    return 0;
  }

  private LogRecord.@Nullable BatchStored find(long base, int agency, long batch)
      throws IOException {
    cursor.goTo(segments.of(base));
    for (FileEntry entry = cursor.next(); entry != null; entry = cursor.next()) {
      for (LogRecord record : entry.records()) {
        if (record instanceof LogRecord.BatchStored stored
            && stored.agency() == agency
            && stored.batch() == batch) {
          return stored;
        }
      }
      if (entry.kind() == EntryHeader.Kind.NEXT) {
        return null;
      }
    }
    return null;
  }
}
