package loteria.ledger.log;

import java.io.IOException;

/** Reads entries, each of which must be whole, with its rows. */
final class EntryReader {
  private final Segments segments;
  private final EntryCursor cursor;

  EntryReader(Segments segments) {
    this.segments = segments;
    this.cursor = new EntryCursor(segments);
  }

  /**
   * Shows what turns have appended.
   *
   * @param from where an entry begins
   * @param to where one begins or would
   * @throws DamagedLogException when an entry is not whole
   */
  void read(long from, long to, Log.Visitor visitor) throws IOException {
    if (from >= to) {
      return;
    }
    cursor.goTo(segments.of(from), from);
    while (cursor.position() < to) {
      FileEntry entry = cursor.nextWithRows();
      if (entry == null) {
        throw Recovery.damaged(
            segments.of(cursor.position()),
            cursor.position(),
            "no whole entry lies there" + cursor.changedBatches());
      }
      if (entry.kind() == EntryHeader.Kind.TURN) {
        visitor.entry(entry);
      }
    }
  }
}
