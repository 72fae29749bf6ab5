package loteria.ledger.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.state.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the log, entry by entry, each of which must be the one behind the last. Changes
 * nothing. Used by one thread.
 *
 * <p>An entry is written from its beginning to its end: where its footer lies, and it was written
 * to no disk but memory, all of it does.
 */
final class EntryCursor {
  /** Enough for the header and the records of most entries. */
  private static final int READ_BYTES = EntryHeader.ALIGNMENT;

  private static final int ROW_PART_BYTES = 128 << 10;

  /** What a disk writes whole or not at all. */
  static final int SECTOR_BYTES = 512;

  private final Segments segments;
  private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
  private final ByteBuffer footer = ByteBuffer.allocateDirect(EntryHeader.FOOTER_BYTES);
  private ByteBuffer recordBytes = ByteBuffer.allocateDirect(0);
  private byte @Nullable [] rowPart;

  private long position;
  private long previous;
  private int previousCrc;

  /** Where its segment begins. The segment is looked up each time, because few are open at once. */
  private long base;

  /** The position where nothing but a blank sector was found last. */
  private long blankAt = -1;

  /** What lies where no whole entry does. */
  enum Rest {
    /** Nothing was written there. */
    BLANK,
    /** An entry of which a part was not written. */
    TORN,
    /** An entry that was written, and changed since. */
    DAMAGED
  }

  EntryCursor(Segments segments) {
    this.segments = segments;
  }

  /** Goes to where a segment begins. */
  void goTo(Segment begin) {
    goTo(begin, begin.base());
  }

  /** Goes to a position in a segment; the entry there may follow any other. */
  void goTo(Segment in, long newPosition) {
    base = in.base();
    position = newPosition;
    previous = -1;
    previousCrc = 0;
  }

  /** Where the next entry begins, or would. */
  long position() {
    return position;
  }

  /** Where an entry that is written here comes. */
  EntryHeader.Place place(long forced) {
    return new EntryHeader.Place(position, previous, previousCrc, forced);
  }

  /** The segment that the position is in; null where it is yet to be made. */
  @Nullable Segment segment() throws IOException {
    return segments.at(base);
  }

  /** Goes behind an entry. */
  void pass(EntryHeader entry) {
    previous = entry.position();
    previousCrc = entry.crc();
    if (entry.kind() == EntryHeader.Kind.NEXT) {
      base += segments.bytes();
      position = base;
    } else {
      position = entry.end();
    }
  }

  /** The next entry; null where no whole one lies. Goes behind it. */
  @Nullable FileEntry next() throws IOException {
    return next(false);
  }

  /** The next entry; null where no whole one lies with its rows. Reads them, and goes behind it. */
  @Nullable FileEntry nextWithRows() throws IOException {
    return next(true);
  }

  private @Nullable FileEntry next(boolean withRows) throws IOException {
    Segment here = segment();
    EntryHeader header = here == null ? null : whole(here);
    List<LogRecord> records = here == null || header == null ? null : records(here, header);
    if (here == null || header == null || records == null) {
      return null;
    }
    var entry = new FileEntry(here, header, records);
    if (withRows && !entry.hasItsRows(rowPart())) {
      return null;
    }
    pass(header);
    return entry;
  }

  /**
   * The next entry's header; null where no whole entry lies. Goes behind it, its records and rows
   * unread.
   */
  @Nullable EntryHeader nextHeader() throws IOException {
    Segment here = segment();
    EntryHeader header = here == null ? null : whole(here);
    if (header != null) {
      pass(header);
    }
    return header;
  }

  /** The header of the entry that comes next, if it was written to its end; else null. */
  private @Nullable EntryHeader whole(Segment here) throws IOException {
    EntryHeader header = header(here, position);
    blankAt = header == null && isBlankSector() ? position : -1;
    boolean isNext = header != null && (previous < 0 || header.follows(previous, previousCrc));
    return header != null && isNext && header.end() <= here.end() && hasFooter(here, header)
        ? header
        : null;
  }

  /** To read rows into, in parts. */
  byte[] rowPart() {
    if (rowPart == null) {
      rowPart = new byte[ROW_PART_BYTES];
    }
    return rowPart;
  }

  /** The header that lies at a position of a segment and is of an entry there; or null. */
  private @Nullable EntryHeader header(Segment here, long at) throws IOException {
    here.file().read(in.clear(), at - here.base());
    return EntryHeader.at(in.flip(), 0, at);
  }

  private boolean hasFooter(Segment here, EntryHeader header) throws IOException {
    if (header.space() <= in.limit()) {
      return header.isFooter(
          in.slice(header.space() - EntryHeader.FOOTER_BYTES, EntryHeader.FOOTER_BYTES));
    }
    here.file().read(footer.clear(), header.end() - EntryHeader.FOOTER_BYTES - here.base());
    return header.isFooter(footer.flip());
  }

  /** The records behind the header that was read last; null where they are not what it says. */
  private @Nullable List<LogRecord> records(Segment here, EntryHeader header) throws IOException {
    ByteBuffer bytes = recordBytes(here, header);
    if (!header.hasRecords(bytes)) {
      return null;
    }
    List<LogRecord> records = new ArrayList<>(header.records());
    for (int at = bytes.position(); at < bytes.limit(); at += RecordCodec.BYTES) {
      LogRecord record = RecordCodec.read(bytes, at);
      if (record == null) {
        throw new DamagedLogException(
            String.format(
                Locale.ROOT,
                "segment %s, position %d: a record that this version does not know",
                Segment.name(here.base()),
                header.position()));
      }
      records.add(record);
    }
    return records;
  }

  private ByteBuffer recordBytes(Segment here, EntryHeader header) throws IOException {
    int to = header.rowsAt();
    if (to <= in.limit()) {
      return in.duplicate().position(EntryHeader.BYTES).limit(to);
    }
    int count = to - EntryHeader.BYTES;
    if (recordBytes.capacity() < count) {
      recordBytes = ByteBuffer.allocateDirect(count);
    }
    recordBytes.clear().limit(count);
    here.file().read(recordBytes, header.position() - here.base() + EntryHeader.BYTES);
    return recordBytes.flip();
  }

  /** Which batches lie at the position, where no whole entry was found, and have changed: words. */
  String changedBatches() throws IOException {
    var words = new StringBuilder();
    FileEntry changed = next();
    if (changed != null) {
      for (LogRecord.BatchStored batch : changed.changedBatches(rowPart())) {
        words.append(
            String.format(Locale.ROOT, "; batch %d of agency %d", batch.batch(), batch.agency()));
      }
    }
    return words.toString();
  }

  /** What lies at the position, where no next entry was found. */
  Rest rest() throws IOException {
    Segment here = segment();
    if (here == null || blankAt == position) {
      return Rest.BLANK;
    }
    EntryHeader header = header(here, position);
    if (isBlankSector()) {
      return Rest.BLANK;
    }
    return header != null && hasBlankSector(here, header) ? Rest.TORN : Rest.DAMAGED;
  }

  /** Whether the sector that was read last, with what follows it, is blank. */
  private boolean isBlankSector() {
    return isBlank(in.duplicate().limit(Math.min(SECTOR_BYTES, in.limit())));
  }

  private static boolean hasBlankSector(Segment here, EntryHeader header) throws IOException {
    var sector = ByteBuffer.allocate(SECTOR_BYTES);
    for (long at = header.position(); at < Math.min(header.end(), here.end()); ) {
      here.file().read(sector.clear(), at - here.base());
      if (isBlank(sector.flip())) {
        return true;
      }
      at += SECTOR_BYTES;
    }
    return false;
  }

  /**
   * Whether nothing was written to a sector. One bit may be set: it was changed since, for what is
   * written has many.
   */
  static boolean isBlank(ByteBuffer sector) {
    int bits = 0;
    int at = sector.position();
    for (; at + Long.BYTES <= sector.limit(); at += Long.BYTES) {
      bits += Long.bitCount(sector.getLong(at));
    }
    for (; at < sector.limit(); at++) {
      bits += Integer.bitCount(sector.get(at) & 0xff);
    }
    return bits <= 1;
  }
}
