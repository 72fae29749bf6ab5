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
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Request;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowSplitter;
import loteria.ipc.row.RowWriter;
import loteria.ipc.row.StoredBet.Outcome;
import loteria.ledger.AgencySession;
import loteria.ledger.Ledger;
import loteria.ledger.state.DamagedLogException;
import loteria.worker.NewLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A person's bets are found, all of them and nobody else's. */
@Timeout(60)
class DocumentScanTest {
  private static final long SEED = 20_261_130;
  private static final int BATCH_ROWS = 5_000;
  private static final String DOCUMENT = "30123456";

  @TempDir private Path temporary;
  private final Random random = new Random(SEED);

  /** A bet that was found. */
  private record Found(long millis, Outcome outcome, String row) {}

  @Test
  void nothingButTheDocumentIsCompared() throws IOException {
    List<String> own =
        List.of(
            "1,Ana,Paz,30123456,1990-05-17,7574",
            "1,30123456,30123456,30123456,1990-05-17,0",
            "1,\"Paz, de la\",\"\"\"La\"\" ,30123456,\",30123456,1990-05-17,0007",
            "1,\",\",\",\",30123456,1990-05-17,12");
    List<String> others =
        List.of(
            "1,30123456,Paz,1,1990-05-17,7574",
            "1,Ana,30123456,1,1990-05-17,7574",
            "1,Ana,\"Paz,30123456,1990-05-17,7\",1,1990-05-17,7",
            "1,\"x,30123456\",\"30123456,y\",2,1990-05-17,7",
            "1,\"\"\"30123456\"\"\",\",30123456,\",3,1990-05-17,7",
            "1,Ana,Paz,301234567,1990-05-17,7574",
            "1,Ana,Paz,3012345,1990-05-17,7574",
            "1,Ana,Paz,130123456,1990-05-17,7574",
            "1,Ana,Paz,0123456,1990-05-17,7574",
            "1,Ana,Paz,3,1990-05-17,7574");
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < others.size(); i++) {
      rows.add(others.get(i));
      rows.add(own.get(i % own.size()));
    }
    Path folder = store(rows);
    assertIterableEquals(
        rows.stream().filter(own::contains).toList(), rows(find(folder, DOCUMENT)));
  }

  @Test
  void lettersInUpperAndLowerCaseAreOthers() throws IOException {
    Path folder = store(List.of("1,A,B,x1Y,1990-05-17,7", "1,A,B,X1Y,1990-05-17,7"));
    assertEquals(List.of("1,A,B,x1Y,1990-05-17,7"), rows(find(folder, "x1Y")));
    assertEquals(List.of("1,A,B,X1Y,1990-05-17,7"), rows(find(folder, "X1Y")));
    assertEquals(List.of(), find(folder, "x1y"));
    assertEquals(List.of(), find(folder, "x"));
    assertEquals(List.of(), find(folder, "x1Yx1Yx1Yx1Yx1Yx1Yx1"));
  }

  /** Another way to find them: as a reader of CSV does, in bets.csv. */
  @Test
  void randomRowsAreFoundAsAReaderOfCsvFindsThem() throws IOException {
    List<String> parts = List.of("1", "11", "a", "A", "1a", ",", "\"", " ñ", "1990-05-17", "\",1");
    List<String> documents = List.of("1", "11", "a", "A", "1a", "a1", "111", "11a");
    var writer = new RowWriter(1 << 16);
    for (int i = 0; i < 20_000; i++) {
      writer.write(
          "1",
          name(parts),
          name(parts),
          documents.get(random.nextInt(documents.size())),
          "1990-05-17",
          Integer.toString(random.nextInt(20)));
    }
    List<String> rows = new String(writer.toByteArray(), StandardCharsets.UTF_8).lines().toList();
    Path folder = store(rows);
    for (String document : documents) {
      List<String> expected =
          rows.stream().filter(row -> documentOf(row).equals(document)).toList();
      assertTrue(expected.size() > 1000, document);
      assertIterableEquals(expected, rows(find(folder, document)), "seed " + SEED);
    }
  }

  @Test
  void theOutcomeIsThatOfTheDrawInTheLog() throws IOException {
    List<String> rows =
        List.of(
            "1,A,B,30123456,1990-05-17,7",
            "1,A,B,30123456,1990-05-17,0007",
            "1,A,B,30123456,1990-05-17,17",
            "1,A,B,30123456,1990-05-17,70");
    Path folder = store(rows);
    assertEquals(
        List.of(Outcome.NOT_DRAWN),
        find(folder, DOCUMENT).stream().map(Found::outcome).distinct().toList());
    try (Ledger ledger = NewLedger.again(folder, 1)) {
      ledger.recordDraw(new DrawRecord(7, 2, 0)).join();
      assertEquals(
          List.of(Outcome.WON, Outcome.WON, Outcome.DID_NOT_WIN, Outcome.DID_NOT_WIN),
          find(folder, DOCUMENT).stream().map(Found::outcome).toList());
    }
  }

  /** A server has the log open, and its lock in turn. */
  @Test
  void whatIsAcknowledgedIsFoundWhileALedgerIsOpen() throws IOException {
    long before = System.currentTimeMillis();
    Path folder = temporary.resolve("open");
    var session = new AgencySession(1);
    try (Ledger ledger = NewLedger.in(folder, 1)) {
      assertEquals(List.of(), find(folder, DOCUMENT));
      for (int id = 1; id <= 20; id++) {
        append(ledger, session, id, List.of("1,A,B,30123456,1990-05-17," + id));
        List<Found> found = find(folder, DOCUMENT);
        assertEquals(id, found.size());
        assertEquals("1,A,B,30123456,1990-05-17," + id, found.getLast().row());
        long at = found.getLast().millis();
        assertTrue(before <= at && at <= System.currentTimeMillis(), "stored at " + at);
      }
    }
  }

  /** What is shown is what was acknowledged. */
  @Test
  void behindDamageNothingIsShown() throws IOException {
    Path folder = temporary.resolve("damaged");
    var session = new AgencySession(1);
    try (Ledger ledger = NewLedger.in(folder, 1)) {
      append(ledger, session, 1, List.of("1,A,B,30123456,1990-05-17,1"));
      append(ledger, session, 2, List.of("1,A,C,30123456,1990-05-17,2"));
      append(ledger, session, 3, List.of("1,A,D,30123456,1990-05-17,3"));
    }
    Path segment = folder.resolve("log/0000000000000000");
    int at = Files.readString(segment, StandardCharsets.ISO_8859_1).indexOf("1,A,C,");
    try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(at + 2);
      file.write('B');
    }
    List<Found> found = new ArrayList<>();
    assertThrows(DamagedLogException.class, () -> find(folder, DOCUMENT, found));
    assertEquals(List.of("1,A,B,30123456,1990-05-17,1"), rows(found));
  }

  /** The draw is in another segment than most bets. */
  @Test
  void aLogOfSeveralSegmentsIsReadToItsEnd() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 1_600_000; i++) {
      boolean isOwn = i % 100_000 == 0 || i == 1_599_999;
      rows.add("1,Juana Inés,\"Paz, de la\"," + (isOwn ? DOCUMENT : i) + ",1990-05-17," + i % 10);
    }
    Path folder = store(rows);
    try (Stream<Path> segments = Files.list(folder.resolve("log"))) {
      assertTrue(segments.count() > 2, "segments and the mark");
    }
    try (Ledger ledger = NewLedger.again(folder, 1)) {
      ledger.recordDraw(new DrawRecord(9, 1, 0)).join();
    }
    List<Found> found = find(folder, DOCUMENT);
    assertEquals(17, found.size());
    assertEquals(Outcome.DID_NOT_WIN, found.getFirst().outcome());
    assertEquals(Outcome.WON, found.getLast().outcome());
  }

  private String name(List<String> parts) {
    var name = new StringBuilder();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      name.append(parts.get(random.nextInt(parts.size())));
    }
    return name.toString();
  }

  private static String documentOf(String row) {
    byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
    return RowSplitter.fields(bytes, 0, bytes.length).get(3);
  }

  private static List<String> rows(List<Found> found) {
    return found.stream().map(Found::row).toList();
  }

  private static List<Found> find(Path folder, String document) throws IOException {
    List<Found> found = new ArrayList<>();
    find(folder, document, found);
    return found;
  }

  private static void find(Path folder, String document, List<Found> found) throws IOException {
    DocumentScan.scan(
        folder,
        document,
        (millis, outcome, rows, from, to) ->
            found.add(
                new Found(
                    millis, outcome, new String(rows, from, to - from, StandardCharsets.UTF_8))));
  }

  private Path store(List<String> rows) throws IOException {
    Path folder = temporary.resolve("draw" + random.nextLong());
    var session = new AgencySession(1);
    try (Ledger ledger = NewLedger.in(folder, 1)) {
      int id = 0;
      for (int from = 0; from < rows.size(); from += BATCH_ROWS) {
        append(ledger, session, ++id, rows.subList(from, Math.min(from + BATCH_ROWS, rows.size())));
      }
    }
    return folder;
  }

  private static void append(Ledger ledger, AgencySession session, int id, List<String> rows) {
    byte[] content = (String.join("\r\n", rows) + "\r\n").getBytes(StandardCharsets.UTF_8);
    ledger
        .append(session, new AgencyId(1), new Request.Batch(id, rows.size(), Bytes.of(content)))
        .join();
  }
}
