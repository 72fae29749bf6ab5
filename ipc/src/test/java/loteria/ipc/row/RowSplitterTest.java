package loteria.ipc.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RowSplitterTest {
  private static final long SEED = 2201;
  private static final String CHARACTERS = "a,\"ñ\r\n ;'";
  private static final int ROUNDS = 20_000;

  @Test
  void fieldsAreWhatWasWritten() {
    var random = new Random(SEED);
    for (int i = 0; i < ROUNDS; i++) {
      List<String> fields = randomFields(random);
      var rows = new RowWriter(1);
      rows.write(fields.toArray(String[]::new));
      assertEquals(fields, RowSplitter.fields(rows.bytes(), 0, rows.size() - 2), "seed " + SEED);
    }
  }

  @Test
  void rowsOfBetsAreFoundOneByOne() {
    var bets = new RandomBets(new Random(SEED));
    List<Bet> written = new ArrayList<>();
    var rows = new RowWriter(16);
    for (int i = 0; i < ROUNDS; i++) {
      Bet bet = bets.next(new AgencyId(1 + i % AgencyId.MAX));
      written.add(bet);
      bet.writeTo(rows);
    }
    assertEquals(ROUNDS, RowSplitter.count(rows.bytes(), 0, rows.size()), "seed " + SEED);
    int from = 0;
    for (Bet bet : written) {
      int end = RowSplitter.end(rows.bytes(), from, rows.size());
      assertTrue(end - from <= RowCheck.ROW_BYTES_MAX, "seed " + SEED);
      assertEquals(bet, bet(RowSplitter.fields(rows.bytes(), from, end - 2)), "seed " + SEED);
      from = end;
    }
    assertEquals(rows.size(), from, "seed " + SEED);
  }

  @Test
  void longestValidRowsAreWithinTheBound() {
    for (String name : List.of("🂡".repeat(99) + ",", "🂡".repeat(100), "\"".repeat(100))) {
      var rows = new RowWriter(1);
      new Bet(new AgencyId(AgencyId.MAX), name, name, "Z".repeat(20), "1999-03-17", "9999")
          .writeTo(rows);
      assertTrue(rows.size() <= RowCheck.ROW_BYTES_MAX, name);
    }
  }

  @Test
  void rowEndsOnlyWithCrLf() {
    assertEquals(4, end("ab\r\ncd\r\n", 0));
    assertEquals(8, end("ab\r\ncd\r\n", 4));
    assertEquals(-1, end("ab", 0));
    assertEquals(-1, end("ab\r", 0));
    assertEquals(-1, end("ab\ncd\r\n", 0));
    assertEquals(-1, end("\r\n", 1));
    assertEquals(-1, end("", 0));
  }

  @Test
  void fieldsOfAMalformedRowAreABestEffort() {
    assertEquals(List.of(""), fields(""));
    assertEquals(List.of("", ""), fields(","));
    assertEquals(List.of("a", ""), fields("a,\""));
    assertEquals(List.of("a", "b,c"), fields("a,\"b,c"));
    assertEquals(List.of("a", "b\"c"), fields("a,\"b\"\"c"));
  }

  private static List<String> fields(String row) {
    byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
    return RowSplitter.fields(bytes, 0, bytes.length);
  }

  private static int end(String rows, int from) {
    byte[] bytes = rows.getBytes(StandardCharsets.UTF_8);
    return RowSplitter.end(bytes, from, bytes.length);
  }

  private static Bet bet(List<String> fields) {
    return new Bet(
        new AgencyId(Integer.parseInt(fields.get(0))),
        fields.get(1),
        fields.get(2),
        fields.get(3),
        fields.get(4),
        fields.get(5));
  }

  private static List<String> randomFields(Random random) {
    List<String> fields = new ArrayList<>();
    for (int count = 1 + random.nextInt(8); count > 0; count--) {
      var field = new StringBuilder();
      for (int length = random.nextInt(6); length > 0; length--) {
        field.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
      }
      fields.add(field.toString());
    }
    return fields;
  }
}
