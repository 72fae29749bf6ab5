package loteria.ipc.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BetTest {
  private static final AgencyId AGENCY = new AgencyId(1);

  @Test
  void betIsWrittenAsItsRow() {
    var rows = new RowWriter(1);
    new Bet(AGENCY, "Santiago \"Leo\"", "Lorca, h.", "30904465", "1999-03-17", "2201")
        .writeTo(rows);
    assertEquals(
        "1,\"Santiago \"\"Leo\"\"\",\"Lorca, h.\",30904465,1999-03-17,2201\r\n",
        new String(rows.toByteArray(), StandardCharsets.UTF_8));
  }

  @Test
  void invalidBetCannotBeBuilt() {
    assertInvalid("first name is empty", "", "B", "1", "1999-03-17", "7");
    assertInvalid("first name has a control character", "A\r\n", "B", "1", "1999-03-17", "7");
    assertInvalid(
        "last name is longer than 100 characters", "A", "B".repeat(101), "1", "1999-03-17", "7");
    assertInvalid("document is not 1 to 20 letters or digits", "A", "B", "1,2", "1999-03-17", "7");
    assertInvalid("birth date is no real date", "A", "B", "1", "1999-02-30", "7");
    assertInvalid("number is not 0 to 9999", "A", "B", "1", "1999-03-17", "10000");
  }

  @Test
  void noFieldBreaksOutOfItsPlace() {
    assertInvalid("row has too many fields", "A", "B", "1", "1999-03-17", "7,8");
    assertInvalid(
        "row has too many fields", "A", "B", "1", "1999-03-17", "7\r\n1,A,B,1,1999-03-17,7");
    assertInvalid(
        "document is not 1 to 20 letters or digits", "A", "B", "1,1999-03-17,7", "1999-03-17", "7");
    assertInvalid("birth date is not YYYY-MM-DD", "A", "B", "1", "1999-03-17,7", "7");
  }

  /** UTF-8 cannot hold half a surrogate pair: the row would silently say {@code ?}. */
  @Test
  void nameThatUtf8CannotHoldIsInvalid() {
    assertInvalid("first name is not UTF-8", "Juan\ud83c", "B", "1", "1999-03-17", "7");
    assertInvalid("last name is not UTF-8", "A", "\udca1Juan", "1", "1999-03-17", "7");
  }

  @Test
  void agencyIsFrom1To999999() {
    assertEquals("999999", new AgencyId(AgencyId.MAX).toString());
    assertThrows(IllegalArgumentException.class, () -> new AgencyId(0));
    assertThrows(IllegalArgumentException.class, () -> new AgencyId(-1));
    assertThrows(IllegalArgumentException.class, () -> new AgencyId(AgencyId.MAX + 1));
  }

  private static void assertInvalid(
      String reason, String first, String last, String document, String date, String number) {
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Bet(AGENCY, first, last, document, date, number));
    assertEquals(reason, refused.getMessage());
  }
}
