package loteria.agency.source;

import java.io.IOException;
import java.io.InputStream;

/**
 * The lines of a stream, one after the other, in an array that is used again and again: a file of
 * any length takes the same memory. Lines end with LF or CRLF; a byte order mark is no part of the
 * first.
 */
final class Lines implements AutoCloseable {
  /** The longest line that is handed out whole. */
  static final int BYTES_MAX = 64 << 10;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final InputStream stream;
  private final byte[] array = new byte[2 * BYTES_MAX];
  private int from;
  private int to;
  private int next;
  private int end;
  private long number;
  private boolean cut;
  private long bytesRead;

  Lines(InputStream stream) {
    this.stream = stream;
  }

  /** Goes on to the next line; where there is none, returns false. */
  boolean next() throws IOException {
    from = next;
    int lineFeed = find(from);
    cut = false;
    while (lineFeed < 0) {
      if (end - from > BYTES_MAX) {
        cut = true;
        end = from + BYTES_MAX;
      }
      int scanned = end - from;
      if (!fill()) {
        return last();
      }
      lineFeed = find(from + scanned);
    }
    to = cut ? Math.min(lineFeed, from + BYTES_MAX) : lineFeed;
    next = lineFeed + 1;
    begin();
    return true;
  }

  /**
   * Holds the line; only bytes from {@link #from} to {@link #to} count, and only until the next.
   */
  byte[] array() {
    return array;
  }

  int from() {
    return from;
  }

  /** Where the line ends, its line end not included. */
  int to() {
    return to;
  }

  /** Which line of the file it is, from 1. */
  long number() {
    return number;
  }

  /** Whether the line is longer than {@link #BYTES_MAX}: what is past that is left out. */
  boolean isCut() {
    return cut;
  }

  /** How much of the stream has been read. */
  long bytesRead() {
    return bytesRead;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  private int find(int start) {
    for (int i = start; i < end; i++) {
      if (array[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** The stream has ended; what is left is a line without its line end. */
  private boolean last() {
    to = end;
    next = end;
    if (from == to) {
      return false;
    }
    begin();
    return to > from;
  }

  private void begin() {
    if (number++ == 0 && startsWithMark()) {
      from += BYTE_ORDER_MARK.length;
    }
    if (to > from && array[to - 1] == '\r') {
      to--;
    }
  }

  private boolean startsWithMark() {
    return to - from >= BYTE_ORDER_MARK.length
        && array[from] == BYTE_ORDER_MARK[0]
        && array[from + 1] == BYTE_ORDER_MARK[1]
        && array[from + 2] == BYTE_ORDER_MARK[2];
  }

  /** Reads more behind the line begun, which is first moved to the front where there is no room. */
  private boolean fill() throws IOException {
    if (array.length - end < BYTES_MAX / 2) {
      System.arraycopy(array, from, array, 0, end - from);
      end -= from;
      from = 0;
    }
    int read = stream.read(array, end, array.length - end);
    if (read < 0) {
      return false;
    }
    end += read;
    bytesRead += read;
    return true;
  }
}
