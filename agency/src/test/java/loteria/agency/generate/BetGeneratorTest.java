package loteria.agency.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowCheck;
import loteria.ipc.row.RowSplitter;
import loteria.ipc.row.RowWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BetGeneratorTest {
  @Test
  void theSameSeedGivesTheSameBets() {
    String bets = text(1000, 5, Numbers.byChance(), false);

    assertEquals(bets, text(1000, 5, Numbers.byChance(), false));
    assertNotEquals(bets, text(1000, 6, Numbers.byChance(), false));
  }

  @Test
  void theBetsOfASeedNeverChange() {
    assertEquals(
        """
        Josefina,Páez,17104426,1954-03-21,2656\r
        Emilia Florencia,Ruiz,26932084,1992-06-23,8885\r
        Luciano,Díaz,56757196,1963-01-22,6849\r
        """,
        text(8, 3, Numbers.withWinners(8, 2, 7574), false)
            .lines()
            .limit(3)
            .map(line -> line + "\r\n")
            .reduce("", String::concat));
  }

  @Test
  void everyBetIsGoodAndSomeNamesNeedQuotes() {
    String bets = text(20_000, 1, Numbers.byChance(), false);
    var check = RowCheck.of(new AgencyId(9), LocalDate.of(2026, 11, 20));
    byte[] rows = bets.replaceAll("(?m)^(?=.)", "9,").getBytes(StandardCharsets.UTF_8);

    assertEquals(List.of(), check.check(rows, 0, rows.length).bad());
    assertTrue(bets.contains(", hijo\""));
    assertTrue(bets.contains("\"\"Tito\"\""));
  }

  @Test
  void plainNamesHaveNeitherCommasNorQuotes() {
    String bets = text(20_000, 1, Numbers.byChance(), true);

    assertFalse(bets.contains("\""));
    assertTrue(bets.lines().allMatch(line -> line.split(",", -1).length == 5));
  }

  @Test
  void exactlySoManyWin() {
    for (int winners : new int[] {0, 1, 7, 500}) {
      List<Integer> numbers = numbers(text(500, 3, Numbers.withWinners(500, winners, 7574), false));

      assertEquals(winners, numbers.stream().filter(number -> number == 7574).count());
    }
  }

  @Test
  void everyOtherNumberIsBetOn() {
    Set<Integer> numbers =
        new HashSet<>(numbers(text(200_000, 3, Numbers.withWinners(200_000, 0, 9999), true)));

    assertEquals(9999, numbers.size());
    assertFalse(numbers.contains(9999));
  }

  @Test
  void noDocumentComesTwice() {
    var documents = new Documents(77);
    var seen = new BitSet();
    for (int i = 0; i < 2_000_000; i++) {
      int document = documents.document(i);
      assertTrue(document >= 1_000_000 && document <= 99_999_999, "document " + document);
      assertFalse(seen.get(document), "document " + document);
      seen.set(document);
    }
  }

  private static List<Integer> numbers(String bets) {
    return bets.lines()
        .map(line -> Integer.valueOf(line.substring(line.lastIndexOf(',') + 1)))
        .toList();
  }

  private static String text(int count, long seed, Numbers numbers, boolean plain) {
    var bets = new BetGenerator(count, seed, numbers, plain);
    var rows = new RowWriter(1 << 16);
    while (bets.next(rows)) {
      // All of them.
    }
    assertEquals(count, RowSplitter.count(rows.bytes(), 0, rows.size()));
    return new String(rows.toByteArray(), StandardCharsets.UTF_8);
  }
}
