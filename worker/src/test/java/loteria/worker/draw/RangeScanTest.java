package loteria.worker.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import loteria.ipc.bet.RowCheck;
import loteria.ipc.wire.Coordination.Winner;
import loteria.ipc.wire.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Wherever ranges meet, together they find each winner once, in order. */
@Timeout(60)
class RangeScanTest {
  private static final long SEED = 20_261_123;
  private static final int WINNING = 74;
  private static final Pattern ROW =
      Pattern.compile(
          "(\\d+),(?:\"(?:[^\"]|\"\")*\"|[^,\"]*),(?:\"(?:[^\"]|\"\")*\"|[^,\"]*),"
              + "([^,]+),[^,]+,(\\d+)\r\n");

  @TempDir private Path folder;
  private final Random random = new Random(SEED);

  @Test
  void everySplitOfASmallFile() throws IOException {
    Path file = file(rows(25, 2));
    long size = Files.size(file);
    List<Winner> winners = read(file);
    assertTrue(winners.size() > 3);
    for (long at = 0; at <= size; at++) {
      assertEquals(winners, scan(file, 0, at, size), "split at " + at);
    }
    for (long from = 0; from < size; from += 7) {
      for (long to = from; to <= size; to += 11) {
        assertEquals(winners, scan(file, 0, from, to, size), "splits at " + from + " and " + to);
      }
    }
  }

  @Test
  void aRangeOfOneByteFindsARowThatBeginsThere() throws IOException {
    Path file = file(rows(10, 1));
    long size = Files.size(file);
    long[] bytes = new long[(int) size + 1];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = i;
    }
    assertEquals(read(file), scan(file, bytes));
  }

  @Test
  void randomSplitsOfALargeFile() throws IOException {
    Path file = file(rows(20_000, 10));
    long size = Files.size(file);
    List<Winner> winners = read(file);
    for (int round = 0; round < 30; round++) {
      long[] at = new long[2 + random.nextInt(40)];
      for (int i = 1; i < at.length; i++) {
        at[i] = random.nextLong(size + 1);
      }
      at[at.length - 1] = size;
      Arrays.sort(at);
      assertEquals(winners, scan(file, at), "seed " + SEED + " round " + round);
    }
  }

  @Test
  void namesWithCommasQuotesAndNumbersAreNoFields() throws IOException {
    Path file =
        file(
            crlf(
                """
                1,"A,74","B,""x"",74",doc1,1990-05-17,74
                2,"C,74",74,doc2,1990-05-17,7
                3,74,74,74,1990-05-17,174
                4,""\"""\",D,doc4,1990-05-17,74
                """));
    assertEquals(
        List.of(new Winner(1, "doc1"), new Winner(4, "doc4")), scan(file, 0, Files.size(file)));
  }

  @Test
  void aNumberMayHaveLeadingZeros() throws IOException {
    Path file =
        file(
            crlf(
                """
                1,A,B,a,1990-05-17,0074
                1,A,B,b,1990-05-17,074
                1,A,B,c,1990-05-17,740
                1,A,B,d,1990-05-17,4
                1,A,B,e,1990-05-17,0000
                1,A,B,f,1990-05-17,0
                """));
    assertEquals(List.of(new Winner(1, "a"), new Winner(1, "b")), scan(file, 0, Files.size(file)));
    assertEquals(
        List.of(new Winner(1, "e"), new Winner(1, "f")), found(file, 0, 0, Files.size(file)));
  }

  /** Whatever length of names and of document the search lands in, it finds the end of each row. */
  @Test
  void noRowIsPassedOverWhereverItsLettersEnd() throws IOException {
    var rows = new StringBuilder();
    List<Winner> winners = new ArrayList<>();
    for (int name = 1; name <= 40; name++) {
      for (int letters = 0; letters <= RowCheck.DOCUMENT_MAX; letters++) {
        String document = "Z".repeat(letters) + "1".repeat(letters == 0 ? 1 : 0);
        rows.append("1,%s,B,%s,1990-05-17,7\r\n".formatted("n".repeat(name), document));
        winners.add(new Winner(1, document));
      }
    }
    Path file = file(rows.toString());
    assertIterableEquals(winners, found(file, 7, 0, Files.size(file)));
  }

  @Test
  void theLongestRowEndsBehindItsRange() throws IOException {
    String name = "\"" + "🂡".repeat(RowCheck.NAME_MAX - 1) + ",\"";
    String longest = "999999,%s,%s,%s,1990-05-17,0074\r\n".formatted(name, name, "d".repeat(20));
    Path file = file(longest.repeat(3));
    int length = longest.getBytes(StandardCharsets.UTF_8).length;
    assertTrue(length <= RowCheck.ROW_BYTES_MAX && length > RowCheck.ROW_BYTES_MAX - 10);
    for (long from = 0; from < length; from += 50) {
      assertEquals(read(file), scan(file, 0, from + 1, from + 2, 3L * length));
    }
    assertEquals(1, found(file, WINNING, length, length + 1).size());
    assertEquals(0, found(file, WINNING, length + 1, 2L * length).size());
  }

  /** However many there are, few are in memory. */
  @Test
  void manyWinnersComeInParts() throws IOException {
    Path file = file(rows(3 * Limits.SCANNED_WINNERS_MAX, 1));
    List<Winner> winners = found(file, WINNING, 0, Files.size(file));
    assertEquals(3 * Limits.SCANNED_WINNERS_MAX, winners.size());
    assertEquals(read(file), winners);
  }

  @Test
  void emptyRangesAndRangesPastTheEndHaveNothing() throws IOException {
    Path file = file(rows(20, 1));
    long size = Files.size(file);
    List<Winner> winners = read(file);
    assertEquals(List.of(), found(file, WINNING, 5, 5));
    assertEquals(List.of(), found(file, WINNING, size, size + 1000));
    assertEquals(List.of(), found(file, WINNING, size + 1, size + 1000));
    assertEquals(List.of(), found(file, WINNING, size + 1000, size + 2000));
    assertEquals(winners, found(file, WINNING, 0, size + 1000));
    assertEquals(winners, found(file, WINNING, 0, Long.MAX_VALUE));
    assertEquals(List.of(), found(file(""), WINNING, 0, 100));
  }

  /** Rows that are not committed: a worker may be about to cut them. */
  @Test
  void aTornRowBehindTheRangeIsNotLookedAt() throws IOException {
    String rows = rows(20, 2);
    List<Winner> winners = read(file(rows));
    int committed = rows.getBytes(StandardCharsets.UTF_8).length;
    assertEquals(winners, scan(file(rows + "1,Ana,\"P"), 0, committed));
    assertEquals(winners, scan(file(rows + "1,A,B,d,1990-05-17,74\r\n"), 0, 100, committed));
  }

  /** What ranges that meet at these places find together. */
  private static List<Winner> scan(Path file, long... at) throws IOException {
    List<Winner> winners = new ArrayList<>();
    for (int i = 1; i < at.length; i++) {
      winners.addAll(found(file, WINNING, at[i - 1], at[i]));
    }
    return winners;
  }

  /** All winners of one range, however many parts they come in. */
  private static List<Winner> found(Path file, int number, long from, long to) throws IOException {
    List<Winner> winners = new ArrayList<>();
    List<Winner> last =
        RangeScan.scan(
            file,
            number,
            from,
            to,
            part -> {
              assertEquals(Limits.SCANNED_WINNERS_MAX, part.size());
              winners.addAll(part);
            });
    assertTrue(last.size() < Limits.SCANNED_WINNERS_MAX);
    winners.addAll(last);
    return winners;
  }

  /** Another way to find them: as a reader of CSV does. */
  private static List<Winner> read(Path file) throws IOException {
    return ROW.matcher(Files.readString(file))
        .results()
        .filter(row -> Integer.parseInt(row.group(3)) == WINNING)
        .map(RangeScanTest::winner)
        .toList();
  }

  private static Winner winner(MatchResult row) {
    return new Winner(Integer.parseInt(row.group(1)), row.group(2));
  }

  private Path file(String rows) throws IOException {
    return Files.writeString(folder.resolve("bets" + random.nextLong() + ".csv"), rows);
  }

  private static String crlf(String lines) {
    return lines.replace("\n", "\r\n");
  }

  /** Random rows; one in so many wins, more or less. */
  private String rows(int count, int oneWinsIn) {
    var rows = new StringBuilder();
    for (int i = 0; i < count; i++) {
      rows.append(
          "%d,%s,%s,D%d,1990-05-17,%s\r\n"
              .formatted(1 + random.nextInt(200), name(), name(), i, number(oneWinsIn)));
    }
    return rows.toString();
  }

  private String number(int oneWinsIn) {
    int number = random.nextInt(oneWinsIn) == 0 ? WINNING : random.nextInt(10_000);
    return random.nextBoolean() ? "%04d".formatted(number) : Integer.toString(number);
  }

  private String name() {
    List<String> names =
        List.of("Ana", "José", "\"Paz, de la\"", "\"\"\"La\"\" 74\"", "漢", "\",74\"");
    return names.get(random.nextInt(names.size()));
  }
}
