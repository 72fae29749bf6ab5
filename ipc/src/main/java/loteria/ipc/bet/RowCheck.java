package loteria.ipc.bet;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says of a row's bytes whether they are a valid bet in the one form that is stored, and if not,
 * why. Works on the bytes themselves: nothing is decoded, a good row costs no allocation.
 *
 * <p>Made for one agency and one day; immutable.
 */
public final class RowCheck {
  /** Longest name, in characters (Unicode code points). */
  public static final int NAME_MAX = 100;

  /** Longest document, in characters. */
  public static final int DOCUMENT_MAX = 20;

  /** Highest number one can bet on. */
  public static final int NUMBER_MAX = 9999;

  /** Bytes of the shortest row, line end included: {@code 1,A,B,1,1990-05-17,1}. */
  public static final int ROW_BYTES_MIN = 22;

  /**
   * Longest row that can be valid, CRLF included: the agency, two names of four-byte characters or
   * of doubled quotes, the document, the date and the number.
   */
  public static final int ROW_BYTES_MAX =
      6 + 2 * (4 * NAME_MAX + 2) + DOCUMENT_MAX + 10 + 4 + 5 + 2;

  /**
   * How many bad rows of one batch are named. No batch of an honest agency has as many; without a
   * bound, a batch of nothing but line ends would be answered with many times its own size.
   */
  public static final int BAD_ROWS_MAX = 10_000;

  private final byte[] agency;
  private final int today;
  private final PlainRow plain;

  /**
   * What consecutive rows are.
   *
   * @param rows how many there are: each line feed ends one
   * @param bad the bad ones, in order, the first {@value #BAD_ROWS_MAX} of them; empty when all are
   *     good
   */
  public record Verdict(int rows, List<BadRow> bad) {}

  private RowCheck(byte[] agency, int today) {
    this.agency = agency;
    this.today = today;
    this.plain = new PlainRow(agency, today);
  }

  /**
   * @param agency whose rows these must be
   * @param today no birth date may be later
   */
  public static RowCheck of(AgencyId agency, LocalDate today) {
    int year = Math.min(today.getYear(), 9999);
    return new RowCheck(
        (agency + ",").getBytes(StandardCharsets.US_ASCII),
        day(year, today.getMonthValue(), today.getDayOfMonth()));
  }

  /**
   * Checks consecutive rows; every line feed ends one, so that a row without its CR does not hide
   * the rows after it. What follows the last line feed is bad too.
   *
   * @param bytes holds the rows
   * @param from where the first begins
   * @param to where the last ends, its CRLF included
   */
  public Verdict check(byte[] bytes, int from, int to) {
    List<BadRow> bad = List.of();
    boolean ended = from < to && bytes[to - 1] == '\n';
    boolean full = false;
    int row = 0;
    int start = from;
    while (start < to && !full) {
      int end = ended ? plain.end(bytes, start, to) : -1;
      if (end < 0) {
        end = afterLineFeed(bytes, start, to);
        String reason = lineReason(bytes, start, end);
        if (reason != null) {
          bad = bad.isEmpty() ? new ArrayList<>() : bad;
          bad.add(new BadRow(row, reason));
          full = bad.size() == BAD_ROWS_MAX;
        }
      }
      start = end;
      row++;
    }
    int rows = ended ? row + Rows.count(bytes, start, to) : Rows.count(bytes, from, to);
    return new Verdict(rows, bad);
  }

  private @Nullable String lineReason(byte[] bytes, int from, int to) {
    int end = Rows.end(bytes, from, to);
    return end < 0 ? "row does not end with CRLF" : reason(bytes, from, end - 2);
  }

  private static int afterLineFeed(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return Math.min(at + 1, to);
  }

  /**
   * Checks one row.
   *
   * @param bytes holds the row
   * @param from where it begins
   * @param to where it ends, its CRLF not included
   * @return why it is bad, or null when it is good
   */
  public @Nullable String reason(byte[] bytes, int from, int to) {
    var fields = new RowCursor(bytes, from, to);
    String reason = agency(fields);
    if (reason == null) {
      reason = name(fields, "first name");
    }
    if (reason == null) {
      reason = name(fields, "last name");
    }
    if (reason == null) {
      reason = document(fields);
    }
    if (reason == null) {
      reason = birthDate(fields);
    }
    return reason == null ? number(fields) : reason;
  }

  private @Nullable String agency(RowCursor row) {
    int length = agency.length;
    if (row.to - row.at < length) {
      return "agency is not the session's";
    }
    for (int i = 0; i < length; i++) {
      if (row.bytes[row.at + i] != agency[i]) {
        return "agency is not the session's";
      }
    }
    row.at += length;
    return null;
  }

  private static @Nullable String name(RowCursor row, String field) {
    boolean quoted = row.at < row.to && row.bytes[row.at] == '"';
    return quoted ? quotedName(row, field) : plainName(row, field);
  }

  private static @Nullable String plainName(RowCursor row, String field) {
    byte[] bytes = row.bytes;
    int at = row.at;
    int characters = 0;
    while (at < row.to && bytes[at] != ',') {
      int width = Utf8.width(bytes, at, row.to);
      if (width <= 0) {
        return field + problem(width);
      }
      if (bytes[at] == '"') {
        return field + " has a quote but is not quoted";
      }
      characters++;
      at += width;
    }
    return endOfName(row, field, at, characters);
  }

  private static @Nullable String quotedName(RowCursor row, String field) {
    byte[] bytes = row.bytes;
    int at = row.at + 1;
    int characters = 0;
    boolean needed = false;
    while (true) {
      if (at >= row.to) {
        return field + " has no closing quote";
      }
      if (bytes[at] == '"') {
        boolean doubled = at + 1 < row.to && bytes[at + 1] == '"';
        if (!doubled) {
          break;
        }
        at++;
        needed = true;
      }
      int width = Utf8.width(bytes, at, row.to);
      if (width <= 0) {
        return field + problem(width);
      }
      needed |= bytes[at] == ',';
      characters++;
      at += width;
    }
    return needed ? endOfName(row, field, at + 1, characters) : field + " is quoted without need";
  }

  private static @Nullable String endOfName(RowCursor row, String field, int at, int characters) {
    if (characters == 0) {
      return field + " is empty";
    }
    if (characters > NAME_MAX) {
      return field + " is longer than " + NAME_MAX + " characters";
    }
    if (at >= row.to) {
      return "row has too few fields";
    }
    if (row.bytes[at] != ',') {
      return field + " goes on after its closing quote";
    }
    row.at = at + 1;
    return null;
  }

  private static @Nullable String document(RowCursor row) {
    int at = row.at;
    while (at < row.to && isLetterOrDigit(row.bytes[at])) {
      at++;
    }
    int length = at - row.at;
    if (at >= row.to) {
      return "row has too few fields";
    }
    if (length < 1 || length > DOCUMENT_MAX || row.bytes[at] != ',') {
      return "document is not 1 to " + DOCUMENT_MAX + " letters or digits";
    }
    row.at = at + 1;
    return null;
  }

  private @Nullable String birthDate(RowCursor row) {
    byte[] bytes = row.bytes;
    int at = row.at;
    if (row.to - at < 10 || bytes[at + 4] != '-' || bytes[at + 7] != '-') {
      return "birth date is not YYYY-MM-DD";
    }
    int year = digits(bytes, at, 4);
    int month = digits(bytes, at + 5, 2);
    int dayOfMonth = digits(bytes, at + 8, 2);
    if (year < 0 || month < 0 || dayOfMonth < 0) {
      return "birth date is not YYYY-MM-DD";
    }
    if (month < 1
        || month > 12
        || dayOfMonth < 1
        || (dayOfMonth > 28 && dayOfMonth > Month.of(month).length(Year.isLeap(year)))) {
      return "birth date is no real date";
    }
    if (day(year, month, dayOfMonth) > today) {
      return "birth date is in the future";
    }
    if (at + 10 >= row.to) {
      return "row has too few fields";
    }
    if (bytes[at + 10] != ',') {
      return "birth date is not YYYY-MM-DD";
    }
    row.at = at + 11;
    return null;
  }

  private static @Nullable String number(RowCursor row) {
    int length = row.to - row.at;
    for (int i = 0; i < length; i++) {
      if (row.bytes[row.at + i] == ',') {
        return "row has too many fields";
      }
    }
    if (length < 1 || length > 4 || digits(row.bytes, row.at, length) < 0) {
      return "number is not 0 to " + NUMBER_MAX;
    }
    return null;
  }

  private static String problem(int width) {
    return width == Utf8.CONTROL ? " has a control character" : " is not UTF-8";
  }

  private static boolean isLetterOrDigit(byte b) {
    return (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
  }

  /** The value of {@code length} decimal digits, or -1 where one is none. */
  private static int digits(byte[] bytes, int at, int length) {
    int value = 0;
    for (int i = 0; i < length; i++) {
      int digit = bytes[at + i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private static int day(int year, int month, int dayOfMonth) {
    return (year * 100 + month) * 100 + dayOfMonth;
  }
}
