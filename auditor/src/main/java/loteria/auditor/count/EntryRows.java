package loteria.auditor.count;

import java.io.CharArrayReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import loteria.auditor.log.AuditedEntry;
import loteria.auditor.log.AuditedRecord;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The rows of an entry or of a batch, read by Commons CSV. */
final class EntryRows {
  static final CSVFormat FORMAT = CSVFormat.RFC4180;
  private static final int FIELDS = 6;
  private static final int DOCUMENT = 3;
  private static final int NUMBER = 5;
  private static final int NUMBER_DIGITS_MAX = 4;

  private EntryRows() {}

  /** Takes a bet. */
  @FunctionalInterface
  interface BetVisitor {
    void bet(int agency, String document, int number);
  }

  /** Whether no batch of an entry has a {@link #flaw}. One parser for all is faster. */
  static boolean areSound(AuditedEntry entry) throws IOException {
    List<AuditedRecord> batches = new ArrayList<>();
    boolean[] end = {true};
    DrawCount.batches(
        entry,
        (batch, bytes, from) -> {
          batches.add(batch);
          end[0] &= endsInCrlf(bytes, from, batch.rowBytes(), batch.rows());
        });
    var check = new Check(batches);
    int from = entry.rowsAt();
    return end[0] && isRead(entry.array(), from, entry.rowBytes(), check) && check.flaw().isEmpty();
  }

  /**
   * Checks the rows of a batch.
   *
   * @param from where they begin
   * @return what is wrong with them, without their content; empty if nothing is
   */
  static String flaw(AuditedRecord batch, byte[] bytes, int from) throws IOException {
    var check = new Check(List.of(batch));
    if (!isRead(bytes, from, batch.rowBytes(), check)) {
      return "row " + (check.rows + 1) + " is not CSV in UTF-8";
    }
    if (!check.flaw().isEmpty()) {
      return check.flaw();
    }
    return endsInCrlf(bytes, from, batch.rowBytes(), batch.rows())
        ? ""
        : "a row does not end with CR LF";
  }

  private static boolean isRead(byte[] bytes, int from, int length, Check check)
      throws IOException {
    try {
      read(bytes, from, length, check);
      return true;
    } catch (CharacterCodingException | UncheckedIOException _) {
      return false;
    }
  }

  /** Shows the bets of an entry whose rows are sound, in their order. */
  static void bets(AuditedEntry entry, BetVisitor visitor) throws IOException {
    read(
        entry.array(),
        entry.rowsAt(),
        entry.rowBytes(),
        row ->
            visitor.bet(Integer.parseInt(row.get(0)), row.get(DOCUMENT), number(row.get(NUMBER))));
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
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        controls++;
        ends += bytes[i] == '\n' && i > from && bytes[i - 1] == '\r' ? 1 : 0;
      }
    }
    boolean isLast = length == 0 || bytes[from + length - 1] == '\n';
    return ends == count && controls == 2 * count && isLast;
  }

  /** Finds the first row that does not belong to the next of these batches. */
  private static final class Check implements Consumer<CSVRecord> {
    private final List<AuditedRecord> batches;
    private int batch = -1;
    private String agency = "";
    private int left;
    private int rows;
    private String flaw = "";

    Check(List<AuditedRecord> batches) {
      this.batches = batches;
    }

    @Override
    public void accept(CSVRecord row) {
      while (left == 0 && batch + 1 < batches.size()) {
        batch++;
        left = batches.get(batch).rows();
        agency = Integer.toString(batches.get(batch).number());
      }
      rows++;
      left--;
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

    String flaw() {
      long expected = 0;
      for (AuditedRecord record : batches) {
        expected += record.rows();
      }
      return flaw.isEmpty() && rows != expected
          ? String.format(Locale.ROOT, "it has %d rows, its record names %d", rows, expected)
          : flaw;
    }
  }
}
