package loteria.ipc.row;

import java.util.Arrays;

/**
 * A check that recognizes plain good rows in one pass, as fast as the JVM's quick compiler allows:
 * nearly all rows are plain. It decides nothing about other rows; {@link RowDiagnosis} does.
 *
 * <p>A row is plain if its names need no quotes, do not begin with a blank, and consist of
 * characters of one or two bytes, at most {@value RowCheck#NAME_MAX} bytes each. Every loop ends at
 * a line feed, so that none has to check for the end of the rows. Few branches depend on the bytes:
 * a processor that predicts wrongly at each name loses more time than a look at the whole row
 * takes.
 *
 * <p>Immutable.
 */
final class FastRowCheck {
  /** From the birth date on, the shortest rest of a row: {@code 1990-05-17,1}, CRLF. */
  private static final int REST_BYTES_MIN = 14;

  /** The classes of a byte in a name; a bit for each of the first two. */
  private static final byte CONTINUES = 1;

  private static final byte IS_CONTINUED = 2;
  private static final byte ENDS = -1;

  private static final byte[] IN_NAME = inName();
  private static final boolean[] IN_DOCUMENT = inDocument();

  private final byte[] agency;
  private final int today;

  /**
   * @param agency what each row begins with, its comma included
   * @param today the latest valid birth date, as the number YYYYMMDD
   */
  FastRowCheck(byte[] agency, int today) {
    this.agency = agency;
    this.today = today;
  }

  /**
   * Where the row that begins at {@code from} ends, its CRLF included; -1 if it is not a plain good
   * row.
   *
   * @param to where all rows end; the last byte before it must be a line feed
   */
  int end(byte[] bytes, int from, int to) {
    if (to - from < agency.length || !begins(bytes, from)) {
      return -1;
    }
    int at = afterName(bytes, from + agency.length);
    at = at < 0 ? -1 : afterName(bytes, at);
    at = at < 0 ? -1 : afterDocument(bytes, at);
    return at < 0 || to - at < REST_BYTES_MIN || !isBirthDate(bytes, at)
        ? -1
        : afterNumber(bytes, at + 11);
  }

  private boolean begins(byte[] bytes, int from) {
    for (int i = 0; i < agency.length; i++) {
      if (bytes[from + i] != agency[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The index after a name and its comma; -1 if the name is not plain. A byte must continue a
   * character if, and only if, the byte before announces it.
   */
  private static int afterName(byte[] bytes, int from) {
    int at = ByteSearch.afterPlain(bytes, from);
    int wrong = 0;
    int continued = 0;
    int kind = IN_NAME[bytes[at] & 0xff];
    while (kind != ENDS) {
      wrong |= continued ^ (kind & CONTINUES);
      continued = kind >> 1;
      at++;
      kind = IN_NAME[bytes[at] & 0xff];
    }
    return (wrong | continued) == 0 && bytes[from] != ' '
        ? afterField(bytes, from, at, RowCheck.NAME_MAX)
        : -1;
  }

  private static int afterDocument(byte[] bytes, int from) {
    int at = from;
    while (IN_DOCUMENT[bytes[at] & 0xff]) {
      at++;
    }
    return afterField(bytes, from, at, RowCheck.DOCUMENT_MAX);
  }

  private static int afterField(byte[] bytes, int from, int to, int bytesMax) {
    int length = to - from;
    return length > 0 && length <= bytesMax && bytes[to] == ',' ? to + 1 : -1;
  }

  /**
   * Whether a date and a comma are there; the numbers that must not be negative are combined by
   * sign. A 29th of February is left to {@link RowDiagnosis}.
   */
  private boolean isBirthDate(byte[] bytes, int at) {
    int y1 = bytes[at] - '0';
    int y2 = bytes[at + 1] - '0';
    int y3 = bytes[at + 2] - '0';
    int y4 = bytes[at + 3] - '0';
    int m1 = bytes[at + 5] - '0';
    int m2 = bytes[at + 6] - '0';
    int d1 = bytes[at + 8] - '0';
    int d2 = bytes[at + 9] - '0';
    int low = y1 | y2 | y3 | y4 | m1 | m2 | d1 | d2;
    int high = (9 - y1) | (9 - y2) | (9 - y3) | (9 - y4) | (9 - m2) | (9 - d2);
    int year = (y1 * 10 + y2) * 100 + y3 * 10 + y4;
    int month = m1 * 10 + m2;
    int day = d1 * 10 + d2;
    int daysLeft = Dates.DAYS[month & 15] - day;
    int ahead = today - Dates.number(year, month, day);
    return (low | high | (year - 1) | (12 - month) | (day - 1) | daysLeft | ahead) >= 0
        && bytes[at + 4] == '-'
        && bytes[at + 7] == '-'
        && bytes[at + 10] == ',';
  }

  private static int afterNumber(byte[] bytes, int from) {
    int at = from;
    while (bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    int length = at - from;
    return length > 0 && length <= 4 && bytes[at] == '\r' && bytes[at + 1] == '\n' ? at + 2 : -1;
  }

  /**
   * Two-byte characters from U+00C0 on, because control characters are among those before. Without
   * the blocks of U+034F and U+061C, which are invisible.
   */
  private static byte[] inName() {
    var kinds = new byte[256];
    Arrays.fill(kinds, ENDS);
    Arrays.fill(kinds, ' ', 0x7f, (byte) 0);
    kinds[','] = ENDS;
    kinds['"'] = ENDS;
    Arrays.fill(kinds, 0x80, 0xc0, CONTINUES);
    Arrays.fill(kinds, 0xc3, 0xe0, IS_CONTINUED);
    kinds[0xcd] = ENDS;
    kinds[0xd8] = ENDS;
    return kinds;
  }

  private static boolean[] inDocument() {
    var letterOrDigit = new boolean[256];
    Arrays.fill(letterOrDigit, '0', '9' + 1, true);
    Arrays.fill(letterOrDigit, 'A', 'Z' + 1, true);
    Arrays.fill(letterOrDigit, 'a', 'z' + 1, true);
    return letterOrDigit;
  }
}
