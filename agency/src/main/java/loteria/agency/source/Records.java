package loteria.agency.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import loteria.ipc.row.ByteSearch;

/**
 * The CSV records of a file, one after the other, in a buffer that is reused: a file of any length
 * takes the same memory. Every byte of the file is in a record, except line ends and the byte order
 * mark at the start.
 *
 * <p>A record ends with LF, CRLF or CR. A field that begins with a quote may contain any of them,
 * up to the quote that closes it; after that only blanks may precede the comma or line end. A field
 * whose quote is not closed in this way is read as if it began with any other character, and its
 * record is {@linkplain #isBroken broken}: a stray quote spoils its own line and no other. Deciding
 * this needs a look ahead, but never beyond the next quote that could be stray; so a file of stray
 * quotes is read in linear time, too. Used by one thread.
 */
final class Records implements AutoCloseable {
  /** The longest record that is handed out whole. */
  static final int BYTES_MAX = 64 << 10;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final int END_OF_FILE = -1;
  private static final long NOT_CLOSED = -1;

  private final FileChannel channel;
  private final byte[] array = new byte[2 * BYTES_MAX];

  /** The array holds the file's bytes from here on; {@code held} of them. */
  private long base;

  private int held;

  /**
   * The start of the next record; a line feed there belongs to the record before if that ended with
   * CR.
   */
  private long next;

  /** The byte that ended the record before {@link #next}, or {@link #END_OF_FILE}. */
  private int lineEnd = END_OF_FILE;

  private long nextNumber = 1;

  private int from;
  private int to;
  private long number;
  private boolean cut;
  private boolean broken;

  /** The line ends within the record's quotes. */
  private long lineEnds;

  private Records(FileChannel channel) {
    this.channel = channel;
  }

  /** Opens a regular file. */
  static Records open(Path file) throws IOException {
    var records = new Records(FileChannel.open(file));
    try {
      records.skipByteOrderMark();
    } catch (IOException e) {
      records.close();
      throw e;
    }
    return records;
  }

  /** Advances to the next record, an empty one for an empty line; returns false at the end. */
  boolean next() throws IOException {
    if (lineEnd == '\r' && at(next) == '\n') {
      next++;
    }
    long start = next;
    if (start < base || start > base + held) {
      load(start);
    }
    long scanned = start;
    while (true) {
      int found = ByteSearch.lineEndOrQuote(array, (int) (scanned - base), held);
      scanned = base + found;
      if (found < held && array[found] != '"') {
        broken = false;
        take(start, scanned, array[found], 1);
        return true;
      }
      if (found < held || scanned - start > BYTES_MAX) {
        long stop = recordEnd(start);
        take(start, stop, at(stop), 1 + lineEnds);
        return true;
      }
      if (!readMore(start)) {
        broken = false;
        take(start, scanned, END_OF_FILE, 1);
        return scanned > start;
      }
    }
  }

  /**
   * The array that holds the record: only bytes from {@link #from} to {@link #to}, and only until
   * the next record.
   */
  byte[] array() {
    return array;
  }

  int from() {
    return from;
  }

  /** Where the record ends, its line end not included. */
  int to() {
    return to;
  }

  /** Which line of the file the record begins in, from 1. */
  long number() {
    return number;
  }

  /** Whether the record is longer than {@link #BYTES_MAX}: the rest is left out. */
  boolean isCut() {
    return cut;
  }

  /** Whether its quotes do not match. */
  boolean isBroken() {
    return broken;
  }

  /**
   * The record's line end, empty at the end of the file. Its array may be another one after this.
   */
  String lineEnd() throws IOException {
    return switch (lineEnd) {
      case END_OF_FILE -> "";
      case '\n' -> "\n";
      default -> at(next) == '\n' ? "\r\n" : "\r";
    };
  }

  /** How many bytes of the file the records so far, and their line ends, take. */
  long bytesRead() {
    return next;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void skipByteOrderMark() throws IOException {
    int length = BYTE_ORDER_MARK.length;
    for (int i = 0; i < length; i++) {
      if (at(i) != (BYTE_ORDER_MARK[i] & 0xff)) {
        return;
      }
    }
    next = length;
  }

  private void take(long start, long stop, int lineEnd, long lines) throws IOException {
    number = nextNumber;
    nextNumber += lines;
    next = lineEnd == END_OF_FILE ? stop : stop + 1;
    this.lineEnd = lineEnd;
    int length = (int) Math.min(stop - start, BYTES_MAX);
    cut = stop - start > BYTES_MAX;
    if (start < base || start + length > base + held) {
      load(start);
    }
    from = (int) (start - base);
    to = from + length;
  }

  /** The end of a record that may contain quotes, or is long. */
  private long recordEnd(long start) throws IOException {
    broken = false;
    lineEnds = 0;
    long at = start;
    while (true) {
      long lineEndsBefore = lineEnds;
      long after = at(at) == '"' ? afterQuoted(at + 1) : afterPlain(at);
      if (after == NOT_CLOSED) {
        broken = true;
        lineEnds = lineEndsBefore;
        after = afterPlain(at);
      }
      if (at(after) != ',') {
        return after;
      }
      at = after + 1;
    }
  }

  private long afterPlain(long from) throws IOException {
    long at = from;
    while (!endsField(at(at))) {
      int index = (int) (at - base);
      while (index < held && !endsField(array[index])) {
        index++;
      }
      at = base + index;
    }
    return at;
  }

  private long afterQuoted(long from) throws IOException {
    long at = from;
    int before = 0;
    for (int b = at(at); b != END_OF_FILE; b = at(at)) {
      at++;
      if (b == '"') {
        if (at(at) != '"') {
          return afterClosed(at);
        }
        at++;
      } else if (b == '\r' || (b == '\n' && before != '\r')) {
        lineEnds++;
      }
      before = b;
    }
    return NOT_CLOSED;
  }

  private long afterClosed(long from) throws IOException {
    long at = from;
    while (at(at) == ' ' || at(at) == '\t') {
      at++;
    }
    if (!endsField(at(at))) {
      return NOT_CLOSED;
    }
    broken |= at > from;
    return at;
  }

  private static boolean endsField(int b) {
    return b == ',' || b == '\n' || b == '\r' || b == END_OF_FILE;
  }

  /** The byte at a place of the file, or {@link #END_OF_FILE}. */
  private int at(long position) throws IOException {
    long index = position - base;
    if (index < 0 || index >= held) {
      load(position);
      index = 0;
    }
    return held == 0 ? END_OF_FILE : array[(int) index] & 0xff;
  }

  private void load(long position) throws IOException {
    base = position;
    held = 0;
    boolean more = true;
    while (more && held < array.length) {
      more = read();
    }
  }

  /**
   * Reads more bytes after the current record, which is first moved to the front if there is no
   * room.
   */
  private boolean readMore(long start) throws IOException {
    if (array.length - held < BYTES_MAX / 2) {
      int moved = (int) (start - base);
      System.arraycopy(array, moved, array, 0, held - moved);
      held -= moved;
      base = start;
    }
    return read();
  }

  private boolean read() throws IOException {
    int read = channel.read(ByteBuffer.wrap(array, held, array.length - held), base + held);
    held += Math.max(read, 0);
    return read > 0;
  }
}
