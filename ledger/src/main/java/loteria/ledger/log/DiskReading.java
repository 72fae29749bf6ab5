package loteria.ledger.log;

import java.io.IOException;
import loteria.ledger.file.LedgerFolder;

/**
 * What of the log is on disk, read past the system's cache.
 *
 * <p>The system reports a failed force once to each process that has the file open, and then takes
 * the pages for clean. A process that opens the file later forces it with success. And where a
 * place had never been written before, the same bytes, written again and forced, may not be on disk
 * either: a file system (seen with ext4) takes the page's place for one that has been.
 */
final class DiskReading {
  private DiskReading() {}

  /**
   * Up to where whole entries are on disk, one behind the other; all of them where that cannot be
   * seen.
   *
   * @param segments as processes see them
   * @param from where an entry begins
   * @param to where one ends: none behind it is looked at
   * @throws loteria.ledger.state.DamagedLogException when something else than a part of an entry is
   *     there on disk
   */
  static long wholeUpTo(Segments segments, long from, long to) throws IOException {
    if (from >= to) {
      return to;
    }
    String name = Segment.name(segments.of(from).base());
    LedgerFolder onDisk = segments.folder().onDisk(name);
    if (onDisk == null) {
      return to;
    }
    try (var read = new Segments(onDisk, segments.bytes())) {
      var cursor = new EntryCursor(read);
      cursor.goTo(read.of(from), from);
      boolean isWhole = true;
      while (isWhole && cursor.position() < to) {
        isWhole = cursor.nextWithRows() != null;
      }
      if (!isWhole && cursor.rest() == EntryCursor.Rest.DAMAGED) {
        throw Recovery.damaged(
            segments.of(from), cursor.position(), "what lies there on disk was changed");
      }
      return Math.min(to, cursor.position());
    }
  }
}
