package loteria.agency.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class BetFileTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
  private static final String GOOD = "Tiago Nicolás,Rivera,34407251,2001-08-29,1033";

  @TempDir Path folder;

  @Test
  void aLineIsStoredBehindItsAgency() throws Exception {
    assertEquals("7," + GOOD + "\r\n", rows(GOOD + "\r\n"));
  }

  @Test
  void allLineEndsAndAByteOrderMarkAndBlankLinesAreTaken() throws Exception {
    String expected = ("7," + GOOD + "\r\n").repeat(3);

    assertEquals(expected, rows("\uFEFF" + GOOD + "\n" + GOOD + "\r\n\n\r\n" + GOOD));
    assertEquals(List.of(), rejected());
  }

  @Test
  void aCarriageReturnAloneEndsALineToo() throws Exception {
    assertEquals(("7," + GOOD + "\r\n").repeat(3), rows(GOOD + "\n" + GOOD + "\r" + GOOD + "\r\n"));
    assertEquals(List.of(), rejected());
  }

  @Test
  void aLineEndWithinQuotesIsNoTwoRows() throws Exception {
    assertEquals(
        "7," + GOOD + "\r\n", rows("\"A\nB,C,1,1990-05-17,1\",D,4,1990-05-17,4\n" + GOOD + "\n"));
    assertEquals(
        List.of("1,first name has a control character,\"A B,C,1,1990-05-17,1\",D,4,1990-05-17,4"),
        rejected());
  }

  @Test
  void quotesAreWrittenTheWayTheyAreStored() throws Exception {
    assertEquals(
        "7,\"García, hijo\",\"Juan \"\"Tito\"\"\",1,2000-01-01,0\r\n7,Ana,Paz,2,2000-01-01,0\r\n",
        rows(
            """
            "García, hijo",Juan "Tito",1,2000-01-01,0
            "Ana","Paz","2","2000-01-01","0"
            """));
  }

  @Test
  void aStrayQuoteSpoilsItsOwnLineOnly() throws Exception {
    assertEquals(
        ("7," + GOOD + "\r\n").repeat(3),
        rows(
            String.join(
                "\n",
                GOOD,
                "\"Ana,Paz,2,2000-01-01,0",
                GOOD,
                "\"Ana\"x,Paz,2,2000-01-01,0",
                GOOD)));
    assertEquals(
        List.of(
            "2,line is no CSV record: its quotes do not match,\"\"\"Ana,Paz,2,2000-01-01,0\"",
            "4,line is no CSV record: its quotes do not match,\"\"\"Ana\"\"x,Paz,2,2000-01-01,0\""),
        rejected());
  }

  @Test
  void badRecordIsListedWithItsLineAndItsFields() throws Exception {
    assertEquals(
        "7," + GOOD + "\r\n",
        rows(
            String.join(
                "\n",
                "first name,last name,document,birth date,number",
                "Ana,Paz,2,2000-01-01",
                "Ana,Paz,2,2026-11-21,0",
                GOOD,
                "Ana,,2,2000-01-01,0",
                "Ana,Paz,2,2000-01-01,10000")));
    assertEquals(
        List.of(
            "1,birth date is not YYYY-MM-DD,first name,last name,document,birth date,number",
            "2,\"line has 4 fields, not 5\",Ana,Paz,2,2000-01-01",
            "3,birth date is in the future,Ana,Paz,2,2026-11-21,0",
            "5,last name is empty,Ana,,2,2000-01-01,0",
            "6,number is not 0 to 9999,Ana,Paz,2,2000-01-01,10000"),
        rejected());
  }

  @Test
  void anotherEncodingIsRefusedAndNotChanged() throws Exception {
    write("José,Paz,2,2000-01-01,0\n".getBytes(StandardCharsets.ISO_8859_1));

    assertEquals("", read());
    assertEquals("1,line is not UTF-8,", rejected().getFirst().substring(0, 20));
  }

  @Test
  void aLineWithoutEndTakesNoMoreMemoryThanItsFirstPart() throws Exception {
    String endless = "x".repeat(5 * Records.BYTES_MAX + 3);

    assertEquals(("7," + GOOD + "\r\n").repeat(2), rows(GOOD + "\n" + endless + "\n" + GOOD));
    assertEquals(
        "2,line is longer than 65536 bytes," + "x".repeat(Records.BYTES_MAX),
        rejected().getFirst());
  }

  @Test
  void linesOfEveryLengthCrossTheBuffersEdge() throws Exception {
    var lines = new StringBuilder();
    var expected = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      String line = "A".repeat(1 + i % 97) + ",Paz," + i + ",2000-01-01," + i % 10_000;
      lines.append(line).append(i % 3 == 0 ? "\n" : "\r\n");
      expected.append("7,").append(line).append("\r\n");
    }

    assertEquals(expected.toString(), rows(lines.toString()));
  }

  @Test
  void rowsKnownAsRefusedStaySo() throws Exception {
    Files.writeString(rejectedPath(), "2,not today," + GOOD + "\r\n");

    assertEquals(("7," + GOOD + "\r\n").repeat(2), rows((GOOD + "\n").repeat(3)));
    assertEquals(List.of("2,not today," + GOOD), rejected());
  }

  @Test
  void aRefusedRowThatWasCorrectedComesLastAndTheNextRunKnows() throws Exception {
    Files.writeString(rejectedPath(), "1,\"line has 1 fields, not 5\",x\r\n2,bad,y\r\n");
    String corrected = "Ana,Paz,2,2000-01-01,0";
    String content = corrected + "\nz\n" + GOOD + "\n";
    List<String> list =
        List.of(
            "1,\"line has 1 fields, not 5\",x",
            "2,bad,y",
            "2,\"line has 1 fields, not 5\",z",
            "1,corrected and sent," + corrected);

    for (int run = 1; run <= 2; run++) {
      assertEquals("7," + GOOD + "\r\n7," + corrected + "\r\n", rows(content), "run " + run);
      assertEquals(list, rejected());
    }
  }

  @Test
  void rowsCorrectedOneAfterTheOtherKeepTheirOrder() throws Exception {
    Files.writeString(rejectedPath(), "1,bad,x\r\n2,bad,y\r\n3,bad,z\r\n");
    String one = "Ana,Paz,1,2000-01-01,0";
    String two = "Ana,Paz,2,2000-01-01,0";

    assertEquals("7," + GOOD + "\r\n7," + two + "\r\n", rows("x\n" + two + "\nz\n" + GOOD));
    assertEquals(
        "7," + GOOD + "\r\n7," + two + "\r\n7," + one + "\r\n",
        rows(one + "\n" + two + "\nz\n" + GOOD));
  }

  @Test
  void whileSkippingAndOnceNoneIsTakenCorrectionsAreOnlyCounted() throws Exception {
    Files.writeString(rejectedPath(), "1,bad,x\r\n");
    write((GOOD + "\n" + GOOD + "\n").getBytes(StandardCharsets.UTF_8));
    try (var refused = RefusedRows.of(path(), FileAccess.OWNER);
        var file = BetFile.open(path(), new AgencyId(7), TODAY, refused)) {
      file.takeNoCorrections();
      assertEquals(1, file.skip(3, new StoredRows()));
      assertEquals(RowSource.NONE, file.next(new RowWriter(256)));
      assertEquals(1, file.corrections());
      assertEquals(1, file.firstCorrection());
      assertEquals(1, refused.count());
    }
    assertEquals(List.of("1,bad,x"), rejected());
  }

  @Test
  void aStoredRowIsNotRefusedBecauseTheDayIsAnEarlierOne() throws Exception {
    String tomorrow = "Ana,Paz,2,2026-11-21,0";
    write((GOOD + "\n" + tomorrow + "\n" + tomorrow + "\n").getBytes(StandardCharsets.UTF_8));
    try (var refused = RefusedRows.of(path(), FileAccess.OWNER);
        var file = BetFile.open(path(), new AgencyId(7), TODAY, refused)) {
      assertEquals(2, file.skip(2, new StoredRows()));
      assertEquals(RowSource.NONE, file.next(new RowWriter(256)));
    }
    assertEquals(List.of("3,birth date is in the future," + tomorrow), rejected());
  }

  @Test
  void skippingCountsGoodRowsOnly() throws Exception {
    write((GOOD + "\nbad\n" + GOOD + "\n").getBytes(StandardCharsets.UTF_8));
    try (var refused = RefusedRows.of(path(), FileAccess.OWNER);
        var file = BetFile.open(path(), new AgencyId(7), TODAY, refused)) {
      assertEquals(1, file.skip(1, new StoredRows()));
      assertEquals(1, file.skip(5, new StoredRows()));
      assertEquals(1, refused.count());
      assertEquals(file.bytes(), file.bytesRead());
    }
  }

  private String rows(String content) throws IOException {
    write(content.getBytes(StandardCharsets.UTF_8));
    return read();
  }

  private void write(byte[] content) throws IOException {
    Files.write(path(), content);
  }

  private String read() throws IOException {
    var rows = new RowWriter(256);
    try (var refused = RefusedRows.of(path(), FileAccess.OWNER);
        var file = BetFile.open(path(), new AgencyId(7), TODAY, refused)) {
      while (file.next(rows) != RowSource.NONE) {
        // All of them.
      }
    }
    return new String(rows.toByteArray(), StandardCharsets.UTF_8);
  }

  private List<String> rejected() throws IOException {
    return Files.exists(rejectedPath()) ? Files.readAllLines(rejectedPath()) : List.of();
  }

  private Path rejectedPath() {
    return folder.resolve("bets.csv.rejected.csv");
  }

  private Path path() {
    return folder.resolve("bets.csv");
  }
}
