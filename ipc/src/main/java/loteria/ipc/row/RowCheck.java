package loteria.ipc.row;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
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
  public static final int BAD_ROWS_MAX = 250;

  private final FastRowCheck plain;
  private final RowDiagnosis closer;

  /**
   * What consecutive rows are.
   *
   * @param rows how many there are: each line feed ends one
   * @param bad the bad ones, in order, the first {@value #BAD_ROWS_MAX} of them; empty when all are
   *     good
   */
  public record Verdict(int rows, List<BadRow> bad) {}

  private RowCheck(byte[] agency, int today) {
    this.plain = new FastRowCheck(agency, today);
    this.closer = new RowDiagnosis(agency, today);
  }

  /**
   * @param agency whose rows these must be
   * @param today no birth date may be later
   */
  public static RowCheck of(AgencyId agency, LocalDate today) {
    int year = Math.min(today.getYear(), 9999);
    return new RowCheck(
        (agency + ",").getBytes(StandardCharsets.US_ASCII),
        Dates.number(year, today.getMonthValue(), today.getDayOfMonth()));
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
   * @return why it is bad, or null when it is good
   */
  public @Nullable String reason(byte[] bytes, int from, int to) {
    if (to - from < 2 || bytes[to - 2] != '\r' || bytes[to - 1] != '\n') {
      return "row does not end with CRLF";
    }
    return plain.end(bytes, from, to) == to ? null : closer.reason(bytes, from, to - 2);
  }
}
