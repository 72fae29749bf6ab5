package loteria.ipc.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RowCheckTest {
  private static final String NO_DATE = "birth date is not YYYY-MM-DD";
  private static final String NO_DOCUMENT = "document is not 1 to 20 letters or digits";
  private static final String NO_NUMBER = "number is not 0 to 9999";
  private static final String TOO_FEW = "row has too few fields";
  private static final String NOT_THE_SESSIONS = "agency is not the session's";

  private static final RowCheck CHECK = RowCheck.of(new AgencyId(5), LocalDate.of(2026, 11, 20));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5,Santiago Lionel,Lorca,30904465,1999-03-17,2201",
        "5,A,B,1,1999-03-17,0",
        "5,A,B,abcXYZ7890123456789Z,1999-03-17,9999",
        "5,José Ñandú,O'Higgins-d'Arc,1,1999-03-17,07",
        "5,A,B,1,1999-03-17,0000",
        "5,\"Juan, Pedro\",\"el \"\"Pibe\"\"\",1,1999-03-17,7",
        "5,\",\",\"\"\"\",1,1999-03-17,7",
        "5,A,B,1,2026-11-20,7",
        "5,A,B,1,2024-02-29,7",
        "5,A,B,1,2000-02-29,7",
        "5,A,B,1,0004-02-29,7",
        "5, A ,B\u00a0,1,1999-12-31,7",
        "5,\u200fأ,\u200d🂡,1,1999-12-31,7",
      })
  void goodRowHasNoReason(String row) {
    assertNull(reason(row), row);
  }

  @Test
  void agencyIsTheSessions() {
    assertBad(NOT_THE_SESSIONS, "4,A,B,1,1999-03-17,7", "55,A,B,1,1999-03-17,7");
    assertBad(NOT_THE_SESSIONS, "05,A,B,1,1999-03-17,7", ",A,B,1,1999-03-17,7", "", "5", "\"5\",A");
  }

  @Test
  void nameHasItsForm() {
    assertBad("first name is empty", "5,,B,1,1999-03-17,7");
    assertBad("last name is empty", "5,A,,1,1999-03-17,7", "5,A,");
    assertBad(
        "first name has a control character", "5,A\tB,B,1,1999-03-17,7", "5,\0,B,1,1999-03-17,7");
    assertBad(
        "last name has a control character", "5,A,B\u007f,1,1999-03-17,7", "5,A,\"\r\n,\",1,1,7");
    assertBad("first name has a quote but is not quoted", "5,A\"B,B,1,1999-03-17,7");
  }

  @Test
  void nameIsSeen() {
    for (String blank :
        List.of(
            " ",
            "   ",
            "\u00a0",
            "\u3000 ",
            "\u200b\u2060",
            "\u00ad",
            "\u034f",
            "\u061c",
            "\u2028",
            "\u2800",
            "\u3164",
            "\ufeff",
            "\ufe0f",
            "\udb40\udc20",
            "\udb40\udd00")) {
      assertBad("first name has nothing that is seen", "5," + blank + ",B,1,1999-03-17,7");
      assertBad("last name has nothing that is seen", "5,A," + blank + ",1,1999-03-17,7");
      assertNull(reason("5,A" + blank + "," + blank + "B,1,1999-03-17,7"));
    }
  }

  @Test
  void nameDoesNotTurnTheTextAroundIt() {
    for (int character = 0x2000; character <= 0x2070; character++) {
      boolean turns =
          (character >= 0x202a && character <= 0x202e)
              || (character >= 0x2066 && character <= 0x2069);
      String name = "A" + (char) character + "B";
      String expected = turns ? "first name has a character that turns the text's direction" : null;
      assertEquals(expected, reason("5," + name + ",B,1,1999-03-17,7"), name);
      assertEquals(expected, reason("5,\"," + name + "\",B,1,1999-03-17,7"), name);
    }
  }

  @Test
  void nameIsQuotedOnlyWhereNeeded() {
    assertBad("first name is quoted without need", "5,\"A\",B,1,1999-03-17,7", "5,\"\",B,1,1,7");
    assertBad("last name is quoted without need", "5,A,\"B C\",1,1999-03-17,7");
    assertBad("first name has no closing quote", "5,\"A,B,1,1999-03-17,7", "5,\"", "5,\"A\"\"");
    assertBad("first name continues after its closing quote", "5,\"A,\"B,B,1,1999-03-17,7");
  }

  @Test
  void nameHasUpTo100Characters() {
    for (String character : List.of("a", "ñ", "漢", "🂡")) {
      String longest = character.repeat(100);
      assertNull(reason("5," + longest + "," + longest + ",1,1999-03-17,7"));
      assertBad(
          "first name is longer than 100 characters",
          "5," + longest + character + ",B,1,1999-03-17,7");
      assertNull(reason("5,A,\"," + character.repeat(99) + "\",1,1999-03-17,7"));
      assertBad(
          "last name is longer than 100 characters", "5,A,\"," + longest + "\",1,1999-03-17,7");
    }
    assertNull(reason("5,\"" + "\"\"".repeat(100) + "\",B,1,1999-03-17,7"));
    assertBad(
        "first name is longer than 100 characters",
        "5,\"" + "\"\"".repeat(101) + "\",B,1,1999-03-17,7");
  }

  @Test
  void documentIs1To20LettersOrDigits() {
    assertBad(NO_DOCUMENT, "5,A,B,,1999-03-17,7", "5,A,B," + "1".repeat(21) + ",1999-03-17,7");
    assertBad(NO_DOCUMENT, "5,A,B,30.904.465,1999-03-17,7", "5,A,B, 1,1999-03-17,7");
    assertBad(NO_DOCUMENT, "5,A,B,ñ,1999-03-17,7", "5,A,B,\"1\",1999-03-17,7");
    assertBad(NO_DOCUMENT, "5,A,B,@,1999-03-17,7", "5,A,B,[,1,7", "5,A,B,`,1,7", "5,A,B,{,1,7");
    assertBad(NO_DOCUMENT, "5,A,B,/,1999-03-17,7", "5,A,B,:,1999-03-17,7");
  }

  @Test
  void birthDateIsRealAndNotInTheFuture() {
    assertBad("birth date is in the future", "5,A,B,1,2026-11-21,7", "5,A,B,1,2027-01-01,7");
    assertBad("birth date is no real date", "5,A,B,1,1999-02-29,7", "5,A,B,1,1900-02-29,7");
    assertBad("birth date is no real date", "5,A,B,1,1999-04-31,7", "5,A,B,1,1999-01-32,7");
    assertBad("birth date is no real date", "5,A,B,1,1999-13-01,7", "5,A,B,1,1999-00-01,7");
    assertBad("birth date is no real date", "5,A,B,1,1999-01-00,7");
    assertBad("birth date is no real date", "5,A,B,1,0000-02-29,7", "5,A,B,1,0000-12-31,7");
    assertBad(NO_DATE, "5,A,B,1,1999-3-17,7", "5,A,B,1,17-03-1999,7", "5,A,B,1,,7");
    assertBad(NO_DATE, "5,A,B,1,1999-03-171,7", "5,A,B,1,1999/03/17,7", "5,A,B,1,1999-03-1a,7");
    assertBad(NO_DATE, "5,A,B,1,-999-03-17,7", "5,A,B,1,1999-+3-17,7", "5,A,B,1,\"1999-03-17\",7");
  }

  @Test
  void numberIs0To9999() {
    assertBad(
        NO_NUMBER, "5,A,B,1,1999-03-17,", "5,A,B,1,1999-03-17,10000", "5,A,B,1,1999-03-17,-1");
    assertBad(NO_NUMBER, "5,A,B,1,1999-03-17,00000", "5,A,B,1,1999-03-17,+1");
    assertBad(NO_NUMBER, "5,A,B,1,1999-03-17,1 ", "5,A,B,1,1999-03-17,\"1\"");
  }

  @Test
  void rowHasSixFields() {
    assertBad(TOO_FEW, "5,A", "5,A,B", "5,A,B,1", "5,A,\"B,\"", "5,A,B,1,1999-03-17");
    assertBad("row has too many fields", "5,A,B,1,1999-03-17,7,", "5,A,B,1,1999-03-17,7,8");
  }

  @Test
  void everyBadRowOfABatchIsNamed() {
    String good = "5,A,B,1,1999-03-17,7\r\n";
    assertEquals(List.of(), badRows(good + good + good));
    assertEquals(List.of(), badRows(""));
    assertEquals(
        List.of(
            new BadRow(0, NOT_THE_SESSIONS),
            new BadRow(2, NO_NUMBER),
            new BadRow(3, NOT_THE_SESSIONS)),
        badRows("4,A,B,1,1999-03-17,7\r\n" + good + "5,A,B,1,1999-03-17,x\r\n\r\n" + good));
  }

  @Test
  void rowsAfterOneWithoutItsLineEndAreCheckedToo() {
    String noCrLf = "row does not end with CRLF";
    String good = "5,A,B,1,1999-03-17,7";
    assertEquals(
        List.of(new BadRow(0, noCrLf), new BadRow(1, NO_NUMBER), new BadRow(3, noCrLf)),
        badRows(good + "\n" + good + "x\r\n" + good + "\r\n" + good + "\r"));
    assertEquals(List.of(new BadRow(0, noCrLf)), badRows("\n"));
  }

  @Test
  void oneRowMustEndWithItsLineEnd() {
    String noCrLf = "row does not end with CRLF";
    for (String row : List.of("", "\n", "5,A,B,1,1999-03-17,7", "5,A,B,1,1999-03-17,7\n")) {
      byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
      assertEquals(noCrLf, CHECK.reason(bytes, 0, bytes.length), row);
    }
    byte[] two =
        "5,A,B,1,1999-03-17,7\r\n5,A,B,1,1999-03-17,7\r\n".getBytes(StandardCharsets.UTF_8);
    assertEquals("row has too many fields", CHECK.reason(two, 0, two.length));
  }

  @Test
  void everyLineFeedEndsARowThatCounts() {
    String good = "5,A,B,1,1999-03-17,7";
    assertEquals(0, check("").rows());
    assertEquals(2, check(good + "\r\n" + good + "\r\n").rows());
    assertEquals(3, check(good + "\n" + good + "\r\n\n").rows());
    assertEquals(1, check(good + "\r\n" + good).rows(), "the second is not ended");
    assertEquals(RowCheck.BAD_ROWS_MAX + 2, check("\r\n".repeat(RowCheck.BAD_ROWS_MAX + 2)).rows());
  }

  /** A bounded request gets a bounded reply, even a flood of line ends. */
  @Test
  void noMoreBadRowsAreNamedThanTheBound() {
    List<BadRow> bad = badRows("\r\n".repeat(RowCheck.BAD_ROWS_MAX + 1));
    assertEquals(RowCheck.BAD_ROWS_MAX, bad.size());
    assertEquals(new BadRow(RowCheck.BAD_ROWS_MAX - 1, NOT_THE_SESSIONS), bad.getLast());
  }

  private static void assertBad(String reason, String... rows) {
    for (String row : rows) {
      assertEquals(reason, reason(row), row);
    }
  }

  private static @Nullable String reason(String row) {
    byte[] bytes = (row + "\r\n").getBytes(StandardCharsets.UTF_8);
    return CHECK.reason(bytes, 0, bytes.length);
  }

  private static List<BadRow> badRows(String rows) {
    return check(rows).bad();
  }

  private static RowCheck.Verdict check(String rows) {
    byte[] bytes = ("…" + rows + "…").getBytes(StandardCharsets.UTF_8);
    return CHECK.check(bytes, 3, bytes.length - 3);
  }
}
