package loteria.ipc.row;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The check whether a row's bytes are a valid bet in the one stored form, and if not, why. It works
 * on the bytes: nothing is decoded, and a good row costs no allocation.
 *
 * <p>Made for one agency and one day; immutable.
 */
public final class RowCheck {
  /** Longest name, in characters (Unicode code points). */
  public static final int NAME_MAX = 100;

  /** Longest document, in characters. */
  public static final int DOCUMENT_MAX = 20;

  /** Highest number that can be bet on. */
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
   * The most bad rows of one batch that are named. No batch of an honest agency has as many;
   * without a bound, the reply to a batch of nothing but line ends would be many times its size.
   */
  public static final int BAD_ROWS_MAX = 250;

  private static final Pattern DOCUMENT = Pattern.compile("[0-9A-Za-z]{1," + DOCUMENT_MAX + "}");

  private final FastRowCheck plain;
  private final RowDiagnosis closer;

  /**
   * The result of checking consecutive rows.
   *
   * @param rows how many there are: each line feed ends one
   * @param bad the bad ones, in order, the first {@value #BAD_ROWS_MAX} of them; empty if all are
   *     good
   */
  public record Verdict(int rows, List<BadRow> bad) {}

  private RowCheck(byte[] agency, int today) {
    this.plain = new FastRowCheck(agency, today);
    this.closer = new RowDiagnosis(agency, today);
  }

  /**
   * @param agency the agency of all rows
   * @param today the latest valid birth date
   */
  public static RowCheck of(AgencyId agency, LocalDate today) {
    int year = Math.min(today.getYear(), 9999);
    return new RowCheck(
        (agency + ",").getBytes(StandardCharsets.US_ASCII),
        Dates.number(year, today.getMonthValue(), today.getDayOfMonth()));
  }

  /** Whether a text can be a person's document. */
  public static boolean isDocument(String text) {
    return DOCUMENT.matcher(text).matches();
  }

  /**
   * Checks consecutive rows. Every line feed ends one, so that a row without its CR does not hide
   * the rows after it. Bytes behind the last line feed are bad too.
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
        end = Math.min(ByteSearch.lineFeed(bytes, start, to) + 1, to);
        String reason = reason(bytes, start, end);
        if (reason != null) {
          bad = bad.isEmpty() ? new ArrayList<>() : bad;
          bad.add(new BadRow(row, reason));
          full = bad.size() == BAD_ROWS_MAX;
        }
      }
      start = end;
      row++;
    }
    int rows =
        ended ? row + RowSplitter.count(bytes, start, to) : RowSplitter.count(bytes, from, to);
    return new Verdict(rows, bad);
  }

  /**
   * Checks one row.
   *
   * @param bytes holds the row
   * @param from where it begins
   * @param to where it ends, its CRLF included
   * @return why it is bad, or null if it is good
   */
  public @Nullable String reason(byte[] bytes, int from, int to) {
    if (to - from < 2 || bytes[to - 2] != '\r' || bytes[to - 1] != '\n') {
      return "row does not end with CRLF";
    }
    return plain.end(bytes, from, to) == to ? null : closer.reason(bytes, from, to - 2);
  }
}
