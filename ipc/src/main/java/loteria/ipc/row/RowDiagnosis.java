package loteria.ipc.row;

import org.jspecify.annotations.Nullable;

/**
 * A field-by-field check of a row that reports what is wrong with the first bad field. Immutable.
 *
 * <p>It is right about every row; {@link FastRowCheck} is quick about most.
 */
final class RowDiagnosis {
  private static final String TURNS_DIRECTION = " has a character that turns the text's direction";

  private final byte[] agency;
  private final int today;

  /**
   * @param agency what each row begins with, its comma included
   * @param today the latest valid birth date, as the number YYYYMMDD
   */
  RowDiagnosis(byte[] agency, int today) {
    this.agency = agency;
    this.today = today;
  }

  /**
   * Why a row is bad; null if it is good.
   *
   * @param to where it ends, its CRLF not included
   */
  @Nullable String reason(byte[] bytes, int from, int to) {
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
    boolean seen = false;
    while (at < row.to && bytes[at] != ',') {
      int plain = plain(bytes, at, row.to);
      if (plain > 0) {
        seen = true;
        characters += plain;
        at += plain;
        continue;
      }
      int width = Utf8.width(bytes, at, row.to);
      if (width <= 0) {
        return field + problem(width);
      }
      if (bytes[at] == '"') {
        return field + " has a quote but is not quoted";
      }
      int appearance = VisibleCharacters.of(bytes, at, width);
      if (appearance == VisibleCharacters.TURNS_DIRECTION) {
        return field + TURNS_DIRECTION;
      }
      seen |= appearance == VisibleCharacters.SEEN;
      characters++;
      at += width;
    }
    return endOfName(row, field, at, characters, seen);
  }

  private static @Nullable String quotedName(RowCursor row, String field) {
    byte[] bytes = row.bytes;
    int at = row.at + 1;
    int characters = 0;
    boolean needed = false;
    boolean seen = false;
    while (true) {
      if (at >= row.to) {
        return field + " has no closing quote";
      }
      int plain = plain(bytes, at, row.to);
      if (plain > 0) {
        seen = true;
        characters += plain;
        at += plain;
        continue;
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
      int appearance = VisibleCharacters.of(bytes, at, width);
      if (appearance == VisibleCharacters.TURNS_DIRECTION) {
        return field + TURNS_DIRECTION;
      }
      seen |= appearance == VisibleCharacters.SEEN;
      needed |= bytes[at] == ',';
      characters++;
      at += width;
    }
    return needed
        ? endOfName(row, field, at + 1, characters, seen)
        : field + " is quoted without need";
  }

  /** How many bytes, from here on, are single-byte visible characters. */
  private static int plain(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] > ' ' && bytes[at] <= '~' && bytes[at] != '"' && bytes[at] != ',') {
      at++;
    }
    return at - from;
  }

  private static @Nullable String endOfName(
      RowCursor row, String field, int at, int characters, boolean seen) {
    if (characters == 0) {
      return field + " is empty";
    }
    if (!seen) {
      return field + " has nothing that is seen";
    }
    if (characters > RowCheck.NAME_MAX) {
      return field + " is longer than " + RowCheck.NAME_MAX + " characters";
    }
    if (at >= row.to) {
      return "row has too few fields";
    }
    if (row.bytes[at] != ',') {
      return field + " continues after its closing quote";
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
    if (length < 1 || length > RowCheck.DOCUMENT_MAX || row.bytes[at] != ',') {
      return "document is not 1 to " + RowCheck.DOCUMENT_MAX + " letters or digits";
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
    if (year < 1 || dayOfMonth < 1 || dayOfMonth > Dates.days(year, month)) {
      return "birth date is no real date";
    }
    if (Dates.number(year, month, dayOfMonth) > today) {
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
      return "number is not 0 to " + RowCheck.NUMBER_MAX;
    }
    return null;
  }

  private static String problem(int width) {
    return width == Utf8.CONTROL ? " has a control character" : " is not UTF-8";
  }

  private static boolean isLetterOrDigit(byte b) {
    return (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
  }

  /** The value of {@code length} decimal digits, or -1 if one is not a digit. */
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
}
