package loteria.ipc.row;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A splitter of bytes into rows, and of rows into fields. */
public final class RowSplitter {
  private RowSplitter() {}

  /**
   * Where the row that begins at {@code from} ends, its CRLF included; -1 if its line feed does not
   * follow a CR, or is not before {@code to}. No valid row holds a line feed inside a field, so the
   * first one ends it.
   */
  public static int end(byte[] bytes, int from, int to) {
    int lineFeed = ByteSearch.lineFeed(bytes, from, to);
    return lineFeed < to && lineFeed > from && bytes[lineFeed - 1] == '\r' ? lineFeed + 1 : -1;
  }

  /** How many line feeds there are from {@code from} to {@code to}. */
  public static int count(byte[] bytes, int from, int to) {
    int rows = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        rows++;
      }
    }
    return rows;
  }

  /**
   * The fields of a row, unquoted; for a malformed row, a best effort.
   *
   * @param from where the row begins
   * @param to where it ends, CRLF not included
   */
  public static List<String> fields(byte[] bytes, int from, int to) {
    String row = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    List<String> fields = new ArrayList<>(6);
    int at = 0;
    while (at <= row.length()) {
      boolean quoted = at < row.length() && row.charAt(at) == '"';
      int end = quoted ? closingQuote(row, at + 1) : row.indexOf(',', at);
      end = end < 0 ? row.length() : end;
      fields.add(
          quoted ? row.substring(at + 1, end).replace("\"\"", "\"") : row.substring(at, end));
      at = quoted ? end + 2 : end + 1;
    }
    return fields;
  }

  /** The index of the quote that closes the one before {@code from}; -1 if there is none. */
  private static int closingQuote(String row, int from) {
    int at = row.indexOf('"', from);
    while (at >= 0 && at + 1 < row.length() && row.charAt(at + 1) == '"') {
      at = row.indexOf('"', at + 2);
    }
    return at;
  }
}
