package loteria.ipc.text;

import java.util.HexFormat;

/**
 * Text from outside in a form that may be logged or sent back: of bounded length, on one line, and
 * without characters that are invisible or change how their neighbours are shown.
 *
 * <p>Control characters become blanks. Format characters (direction marks, zero-width characters),
 * line and paragraph separators, lone surrogates, private and unassigned characters become their
 * number: a backslash, {@code u{202e}}. An excerpt of an excerpt is the same again.
 */
public final class Excerpt {
  /** The longest excerpt, in UTF-16 units. */
  public static final int LENGTH_MAX = 500;

  /** Where a text that is too long is cut, leaving room for the note about the rest. */
  private static final int CUT_AT = LENGTH_MAX - 30;

  private static final HexFormat HEX = HexFormat.of();

  private Excerpt() {}

  /** The excerpt of a text. */
  public static String of(String text) {
    return isShowable(text) ? text : excerpt(text);
  }

  /** Whether the text is printable ASCII, as nearly all texts are: then it is its own excerpt. */
  private static boolean isShowable(String text) {
    if (text.length() > LENGTH_MAX) {
      return false;
    }
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (unit < ' ' || unit > '~') {
        return text.codePoints().allMatch(Excerpt::isShown);
      }
    }
    return true;
  }

  private static String excerpt(String text) {
    var shown = new StringBuilder(Math.min(text.length(), LENGTH_MAX));
    int cutAt = 0;
    int restFrom = 0;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      append(shown, point);
      if (shown.length() <= CUT_AT) {
        cutAt = shown.length();
        restFrom = at;
      }
      if (shown.length() > LENGTH_MAX) {
        shown.setLength(cutAt);
        return shown.append("… and ").append(text.length() - restFrom).append(" more").toString();
      }
    }
    return shown.toString();
  }

  private static void append(StringBuilder shown, int point) {
    if (isShown(point)) {
      shown.appendCodePoint(point);
    } else if (Character.isISOControl(point)) {
      shown.append(' ');
    } else {
      shown.append("\\u{").append(HEX.toHexDigits(point, point > 0xffff ? 6 : 4)).append('}');
    }
  }

  private static boolean isShown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
