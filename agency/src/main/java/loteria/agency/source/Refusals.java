package loteria.agency.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import loteria.ipc.row.RowWriter;

/**
 * The content of a list of refused rows: the refused lines of the file, each with a checksum of the
 * row as it was; and those that have been corrected and sent since, in that order. The last entry
 * of a line holds. Takes a few bytes a line, independent of the line's place in the file. Used by
 * one thread.
 */
final class Refusals {
  /** The entry in place of a reason: this row was corrected, and is sent after all others. */
  static final String RESENT = "corrected and sent";

  private static final int BUFFER_BYTES = 64 << 10;
  private static final int FIRST_LINES = 16;

  private final Set<Long> resent = new LinkedHashSet<>();
  private long[] lines = new long[FIRST_LINES];
  private int[] checks = new int[FIRST_LINES];
  private int size;
  private long wholeBytes;

  /** Reads a list; an incomplete last line does not count. */
  static Refusals read(InputStream list) throws IOException {
    var refusals = new Refusals();
    refusals.readAll(new BufferedInputStream(list, BUFFER_BYTES));
    return refusals;
  }

  /** The length of the list, up to the end of its last whole line. */
  long wholeBytes() {
    return wholeBytes;
  }

  /** Whether the list has an entry for this line. */
  boolean contains(long line) {
    return size > 0 && Arrays.binarySearch(lines, 0, size, line) >= 0;
  }

  /** Whether the row of this line is still the one that was refused. */
  boolean isUnchanged(long line, List<String> fields) {
    int index = Arrays.binarySearch(lines, 0, size, line);
    return index >= 0 && checks[index] == check(fields);
  }

  /** The lines that were corrected and sent, in this order; it may be changed. */
  Set<Long> resent() {
    return resent;
  }

  /** How many lines are refused, and not sent since. */
  long refused() {
    return (long) size - resent.size();
  }

  private static int check(List<String> fields) {
    var row = new RowWriter(256);
    row.write(fields.toArray(String[]::new));
    var crc = new CRC32C();
    crc.update(row.bytes(), 0, row.size() - 2);
    return (int) crc.getValue();
  }

  private void readAll(InputStream list) throws IOException {
    var crc = new CRC32C();
    var reason = new StringBuilder();
    long at = 0;
    long line = 0;
    int column = 0;
    boolean quoted = false;
    for (int b = list.read(); b >= 0; b = list.read()) {
      at++;
      if (b == '\n') {
        put(line, (int) crc.getValue(), reason.toString().equals(RESENT));
        wholeBytes = at;
        crc.reset();
        reason.setLength(0);
        line = 0;
        column = 0;
        quoted = false;
      } else if (column >= 2) {
        if (b != '\r') {
          crc.update(b);
        }
      } else {
        quoted ^= b == '"';
        if (b == ',' && !quoted) {
          column++;
        } else if (column == 0) {
          line = b >= '0' && b <= '9' && line < Long.MAX_VALUE / 100 ? line * 10 + (b - '0') : 0;
        } else if (reason.length() <= RESENT.length()) {
          reason.append((char) b);
        }
      }
    }
  }

  /**
   * Fast path: nearly always the line is after all before, because the server's refusals arrive a
   * little late.
   */
  private void put(long line, int check, boolean isResent) {
    if (line == 0) {
      return;
    }
    resent.remove(line);
    if (isResent) {
      resent.add(line);
    }
    int index = Arrays.binarySearch(lines, 0, size, line);
    if (index < 0) {
      index = -index - 1;
      if (size == lines.length) {
        int more = Math.addExact(size, size / 2);
        lines = Arrays.copyOf(lines, more);
        checks = Arrays.copyOf(checks, more);
      }
      System.arraycopy(lines, index, lines, index + 1, size - index);
      System.arraycopy(checks, index, checks, index + 1, size - index);
      size++;
    }
    lines[index] = line;
    checks[index] = check;
  }
}
