package loteria.ipc.row;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * One bet. It cannot be built invalid: its row passes the same check as a row that arrives.
 *
 * @param agency the agency that took the bet
 * @param firstName 1 to 100 characters that are seen, no control characters
 * @param lastName 1 to 100 characters that are seen, no control characters
 * @param document 1 to 20 ASCII letters or digits
 * @param birthDate a real date from the year 1 on, written {@code YYYY-MM-DD}; that it is not in
 *     the future is checked where the clock is, by {@link RowCheck}
 * @param number 0 to 9999
 */
public record Bet(
    AgencyId agency,
    String firstName,
    String lastName,
    String document,
    String birthDate,
    String number) {

  public Bet {
    checkUtf8("first name", firstName);
    checkUtf8("last name", lastName);
    var row = new RowWriter(256);
    row.write(agency, firstName, lastName, document, birthDate, number);
    String reason = RowCheck.of(agency, LocalDate.MAX).reason(row.bytes(), 0, row.size());
    if (reason != null) {
      throw new IllegalArgumentException(reason);
    }
  }

  /** The bet as it is stored: one row, CRLF at its end. */
  public void writeTo(RowWriter rows) {
    rows.write(agency, firstName, lastName, document, birthDate, number);
  }

  /** What UTF-8 cannot hold, half a surrogate pair, the row would silently replace. */
  private static void checkUtf8(String field, String name) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      throw new IllegalArgumentException(field + " is not UTF-8");
    }
  }
}
