package loteria.ipc.row;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * One bet. An invalid one cannot be built: its row passes the same check as a row that arrives.
 *
 * @param agency the agency that took the bet
 * @param firstName 1 to 100 visible characters, no control characters
 * @param lastName 1 to 100 visible characters, no control characters
 * @param document 1 to 20 ASCII letters or digits
 * @param birthDate a real date from the year 1 on, written {@code YYYY-MM-DD}; {@link RowCheck},
 *     which knows the day, checks that it is not in the future
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

  /** The bet in its stored form: one row, CRLF at its end. */
  public void writeTo(RowWriter rows) {
    rows.write(agency, firstName, lastName, document, birthDate, number);
  }

  /**
   * Refuses text that UTF-8 cannot hold, such as half a surrogate pair: the row would silently
   * replace it.
   */
  private static void checkUtf8(String field, String name) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      throw new IllegalArgumentException(field + " is not UTF-8");
    }
  }
}
