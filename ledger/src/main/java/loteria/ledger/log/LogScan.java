package loteria.ledger.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads the entries that begin between two positions, which may be any: so ranges that cover the
 * log, wherever they meet, find each entry once. Every entry must be whole, with its rows.
 */
final class LogScan {
  private final Segments segments;
  private final EntryCursor cursor;

  LogScan(Segments segments) {
    this.segments = segments;
    this.cursor = new EntryCursor(segments);
  }

  /**
   * Shows what turns have appended.
   *
   * @throws DamagedLogException when an entry is not whole
   */
  void read(long from, long to, Log.Visitor visitor) throws IOException {
    if (from >= to) {
      return;
    }
    Segment begin = segments.of(from);
    long first = firstEntry(begin, from, to);
    if (first >= to) {
      return;
    }
    if (first < begin.end()) {
      cursor.goTo(begin, first);
    } else {
      cursor.goTo(segments.of(first));
    }
    while (cursor.position() < to) {
      Entry entry = cursor.nextWithRows();
      if (entry == null) {
        throw Recovery.damaged(
            segments.of(cursor.position()), cursor.position(), "no whole entry lies there");
      }
      if (entry.header().kind() == EntryHeader.Kind.TURN) {
        visitor.entry(entry);
      }
    }
  }

  /** Where the first entry of a segment begins that is not before a position; else its end. */
  private static long firstEntry(Segment in, long from, long before) throws IOException {
    var header = ByteBuffer.allocate(EntryHeader.BYTES);
    long offset = Math.ceilDiv(from - in.base(), EntryHeader.ALIGNMENT);
    for (long at = in.base() + offset * EntryHeader.ALIGNMENT;
        at < Math.min(in.end(), before);
        at += EntryHeader.ALIGNMENT) {
      in.file().read(header.clear(), at - in.base());
      if (EntryHeader.at(header.flip(), 0, at) != null) {
        return at;
      }
    }
    return in.end();
  }
}
