package loteria.worker.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Limits;
import loteria.ipc.message.Request;
import loteria.ipc.message.WorkerMessage;
import loteria.ipc.message.WorkerMessage.Winner;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowCheck;
import loteria.ledger.AgencySession;
import loteria.ledger.Ledger;
import loteria.ledger.state.DamagedLogException;
import loteria.worker.NewLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Wherever ranges meet, together they find each winner once, in order. */
@Timeout(60)
class RangeScanTest {
  private static final long SEED = 20_261_123;
  private static final int WINNING = 74;
  private static final int BATCH_ROWS = 5_000;
  private static final Pattern ROW =
      Pattern.compile(
          "(\\d+),(?:\"(?:[^\"]|\"\")*\"|[^,\"]*),(?:\"(?:[^\"]|\"\")*\"|[^,\"]*),"
              + "([^,]+),[^,]+,(\\d+)\r\n");

  @TempDir private Path temporary;
  private final Random random = new Random(SEED);

  /** A draw's folder, and the end of its log. */
  private record Stored(Path folder, long end) {}

  @Test
  void splitsOfASmallLog() throws IOException {
    Stored stored = store(rows(25, 2));
    List<Winner> winners = read(stored);
    assertTrue(winners.size() > 3);
    for (long at = 0; at <= stored.end(); at += 511) {
      assertEquals(winners, scan(stored, 0, at, stored.end()), "split at " + at);
    }
  }

  @Test
  void splitsOfALogOfSeveralSegments() throws IOException {
    Stored stored = store(rows(1_600_000, 10));
    try (Stream<Path> segments = Files.list(stored.folder().resolve("log"))) {
      assertTrue(segments.count() > 1);
    }
    List<Winner> winners = read(stored);
    for (int round = 0; round < 5; round++) {
      long[] at = new long[2 + random.nextInt(40)];
      for (int i = 1; i < at.length; i++) {
        at[i] = random.nextLong(stored.end() + 1);
      }
      at[at.length - 1] = stored.end();
      Arrays.sort(at);
      assertEquals(winners, scan(stored, at), "seed " + SEED + " round " + round);
    }
  }

  /** What the draw looks at is what was acknowledged, or it is not made. */
  @Test
  void rowsThatHaveChangedAreNotScanned() throws IOException {
    Stored stored = store(rows(25, 2));
    Path segment = stored.folder().resolve("log/0000000000000000");
    byte[] content = Files.readAllBytes(segment);
    int row = new String(content, StandardCharsets.ISO_8859_1).indexOf("1990-05-17");
    try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(row);
      file.write(content[row] ^ 4);
    }
    assertThrows(DamagedLogException.class, () -> scan(stored, 0, stored.end()));
  }

  @Test
  void namesWithCommasQuotesAndNumbersAreNoFields() throws IOException {
    Stored stored =
        store(
            crlf(
                """
                1,"A,74","B,""x"",74",doc1,1990-05-17,74
                2,"C,74",74,doc2,1990-05-17,7
                3,74,74,74,1990-05-17,174
                4,""\"""\",D,doc4,1990-05-17,74
                """));
    assertEquals(
        List.of(new Winner(1, "doc1"), new Winner(4, "doc4")), scan(stored, 0, stored.end()));
  }

  @Test
  void aNumberMayHaveLeadingZeros() throws IOException {
    Stored stored =
        store(
            crlf(
                """
                1,A,B,a,1990-05-17,0074
                1,A,B,b,1990-05-17,074
                1,A,B,c,1990-05-17,740
                1,A,B,d,1990-05-17,4
                1,A,B,e,1990-05-17,0000
                1,A,B,f,1990-05-17,0
                """));
    assertEquals(List.of(new Winner(1, "a"), new Winner(1, "b")), scan(stored, 0, stored.end()));
    assertEquals(
        List.of(new Winner(1, "e"), new Winner(1, "f")), found(stored, 0, 0, stored.end()));
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
    Stored stored = store(rows.toString());
    assertIterableEquals(winners, found(stored, 7, 0, stored.end()));
  }

  /** However many there are, few are in memory. */
  @Test
  void manyWinnersComeInParts() throws IOException {
    Stored stored = store(rows(3 * Limits.SCANNED_WINNERS_MAX, 1));
    List<Winner> winners = found(stored, WINNING, 0, stored.end());
    assertEquals(3 * Limits.SCANNED_WINNERS_MAX, winners.size());
    assertEquals(read(stored), winners);
  }

  @Test
  void emptyRangesAndRangesPastTheEndHaveNothing() throws IOException {
    Stored stored = store(rows(20, 1));
    long end = stored.end();
    assertEquals(List.of(), found(stored, WINNING, 5, 5));
    assertEquals(List.of(), found(stored, WINNING, end, end + 1000));
    assertEquals(read(stored), found(stored, WINNING, 0, end + 1000));
    Stored empty = store("");
    assertEquals(List.of(), found(empty, WINNING, 0, empty.end()));
  }

  /** What ranges that meet at these places find together. */
  private static List<Winner> scan(Stored stored, long... at) throws IOException {
    List<Winner> winners = new ArrayList<>();
    for (int i = 1; i < at.length; i++) {
      winners.addAll(found(stored, WINNING, at[i - 1], at[i]));
    }
    return winners;
  }

  /** All winners of one range, however many parts they come in. */
  private static List<Winner> found(Stored stored, int number, long from, long to)
      throws IOException {
    List<Winner> winners = new ArrayList<>();
    List<Winner> last =
        RangeScan.scan(
            stored.folder(),
            new WorkerMessage.Scan(1, number, from, to, stored.end()),
            part -> {
              assertEquals(Limits.SCANNED_WINNERS_MAX, part.size());
              winners.addAll(part);
            });
    assertTrue(last.size() < Limits.SCANNED_WINNERS_MAX);
    winners.addAll(last);
    return winners;
  }

  /** Another way to find them: as a reader of CSV does, in bets.csv. */
  private static List<Winner> read(Stored stored) throws IOException {
    return ROW.matcher(Files.readString(stored.folder().resolve("bets.csv")))
        .results()
        .filter(row -> Integer.parseInt(row.group(3)) == WINNING)
        .map(RangeScanTest::winner)
        .toList();
  }

  private static Winner winner(MatchResult row) {
    return new Winner(Integer.parseInt(row.group(1)), row.group(2));
  }

  /** Stores rows in batches. */
  private Stored store(String rows) throws IOException {
    Path folder = temporary.resolve("draw" + random.nextLong());
    var session = new AgencySession(1);
    try (Ledger ledger = NewLedger.in(folder, 1)) {
      long id = 0;
      for (int from = 0; from < rows.length(); ) {
        int to = from;
        int count = 0;
        while (to < rows.length() && count < BATCH_ROWS) {
          to = rows.indexOf('\n', to) + 1;
          count++;
        }
        byte[] content = rows.substring(from, to).getBytes(StandardCharsets.UTF_8);
        ledger
            .append(session, new AgencyId(1), new Request.Batch(++id, count, Bytes.of(content)))
            .join();
        from = to;
      }
    }
    try (Ledger ledger = NewLedger.again(folder, 1)) {
      return new Stored(folder, ledger.recovered().end());
    }
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
