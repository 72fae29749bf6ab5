package loteria.auditor.count;

import java.io.CharArrayReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The rows of one batch, read by Commons CSV. */
final class BatchRows {
  static final CSVFormat FORMAT = CSVFormat.RFC4180;
  private static final int FIELDS = 6;
  private static final int DOCUMENT = 3;
  private static final int NUMBER = 5;
  private static final int NUMBER_DIGITS_MAX = 4;

  private BatchRows() {}

  /**
   * Checks the rows.
   *
   * @param count how many there must be
   * @return what is wrong with them, without their content; empty if nothing is
   */
  static String flaw(byte[] bytes, int from, int length, int agency, int count) throws IOException {
    var check = new Check(Integer.toString(agency));
    try {
      read(bytes, from, length, check);
    } catch (CharacterCodingException _) {
      return "the rows are not UTF-8";
    } catch (UncheckedIOException _) {
      return "row " + (check.rows + 1) + " is not CSV";
    }
    if (!check.flaw.isEmpty()) {
      return check.flaw;
    }
    if (check.rows != count) {
      return String.format(Locale.ROOT, "it has %d rows, its record names %d", check.rows, count);
    }
    return endsInCrlf(bytes, from, length, count) ? "" : "a row does not end with CR LF";
  }

  /**
   * Shows the documents of the rows with a number, in their order.
   *
   * @param bytes rows without a flaw
   */
  static void winners(byte[] bytes, int from, int length, int number, Consumer<String> document)
      throws IOException {
    read(
        bytes,
        from,
        length,
        row -> {
          if (number(row.get(NUMBER)) == number) {
            document.accept(row.get(DOCUMENT));
          }
        });
  }

  private static void read(byte[] bytes, int from, int length, Consumer<CSVRecord> row)
      throws IOException {
    CharBuffer text =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
    try (CSVParser rows =
        FORMAT.parse(new CharArrayReader(text.array(), text.arrayOffset(), text.length()))) {
      rows.forEach(row);
    }
  }

  /** The number of a row; -1 if it is not one to four digits. */
  private static int number(String digits) {
    if (digits.isEmpty() || digits.length() > NUMBER_DIGITS_MAX) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  private static boolean endsInCrlf(byte[] bytes, int from, int length, int count) {
    int ends = 0;
    int controls = 0;
    for (int i = from; i < from + length; i++) {
      controls += bytes[i] == '\r' || bytes[i] == '\n' ? 1 : 0;
      ends += bytes[i] == '\n' && i > from && bytes[i - 1] == '\r' ? 1 : 0;
    }
    boolean isLast = length == 0 || bytes[from + length - 1] == '\n';
    return ends == count && controls == 2 * count && isLast;
  }

  /** Finds the first row that is not one of this agency. */
  private static final class Check implements Consumer<CSVRecord> {
    private final String agency;
    private int rows;
    private String flaw = "";

    Check(String agency) {
      this.agency = agency;
    }

    @Override
    public void accept(CSVRecord row) {
      rows++;
      if (!flaw.isEmpty()) {
        return;
      }
      if (row.size() != FIELDS) {
        flaw = String.format(Locale.ROOT, "row %d has %d fields", rows, row.size());
      } else if (!row.get(0).equals(agency)) {
        flaw = String.format(Locale.ROOT, "row %d is of another agency", rows);
      } else if (number(row.get(NUMBER)) < 0) {
        flaw = String.format(Locale.ROOT, "row %d has no number from 0 to 9999", rows);
      }
    }
  }
}
