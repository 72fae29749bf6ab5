package loteria.agency.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import loteria.ipc.row.RowSplitter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecordsTest {
  private static final long SEED = 1205;
  private static final int FILES = 5_000;

  @TempDir Path folder;

  /** A record as it was found: its place, its content, its state. */
  private record Found(
      long line, String text, List<String> fields, boolean broken, String lineEnd) {}

  @Test
  void aRecordEndsWithAnyLineEnd() throws Exception {
    assertEquals(List.of("a", "b", "c", "d"), texts("a\nb\r\nc\rd"));
    assertEquals(List.of("a", "", "b", "", "c"), texts("a\n\nb\r\rc\n"));
    assertEquals(List.of("a", "b"), texts("a\r\nb\r"));
    assertEquals(List.of(), texts(""));
    assertEquals(List.of(""), texts("\r\n"));
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirst() throws Exception {
    assertEquals(List.of("\"a\nb\"", "c"), texts("\uFEFF\"a\nb\"\nc"));
    assertEquals(List.of(), texts("\uFEFF"));
  }

  @Test
  void aQuotedFieldHoldsLineEndsAndTheNextLineIsCountedOn() throws Exception {
    List<Found> found = found("x\n\"a\r\nb\rc\nd\",e\ny");

    assertEquals(List.of(1L, 2L, 6L), found.stream().map(Found::line).toList());
    assertEquals(List.of("a\r\nb\rc\nd", "e"), found.get(1).fields());
  }

  @Test
  void aQuoteThatIsNotClosedSpoilsItsOwnLineOnly() throws Exception {
    for (String broken :
        List.of("\"a,b", "\"a\"b,c", "a,\"", "\"a\" b\"", "\"a\nb\" ,c", "\"a\" ")) {
      List<Found> found = found("x\n" + broken + "\n\"y\"\nz\n");
      assertEquals("x", found.getFirst().text());
      assertTrue(found.get(1).broken(), broken);
      assertEquals(List.of("\"y\"", "z"), found.stream().map(Found::text).skip(2).toList(), broken);
    }
  }

  @Test
  void aRecordLongerThanTheBufferIsCutAndTheNextIsWhole() throws Exception {
    String filling = "x\n".repeat(3 * Records.BYTES_MAX);
    String quoted = "\"" + filling + "\",b";
    List<Found> found = found(quoted + "\r\nnext\n");

    assertEquals(2, found.size());
    assertEquals(quoted.substring(0, Records.BYTES_MAX), found.getFirst().text());
    assertEquals(
        new Found(6L * Records.BYTES_MAX / 2 + 2, "next", List.of("next"), false, "\n"),
        found.get(1));
  }

  @Test
  void aQuoteNeverClosedDoesNotHideTheLinesAfterIt() throws Exception {
    String filling = "x\n".repeat(3 * Records.BYTES_MAX);

    assertEquals(1 + 3 * Records.BYTES_MAX, found("\"a\n" + filling).size());
  }

  /** For any bytes: those in no record are line ends. */
  @Test
  void everyByteIsInOneRecordOrEndsALine() throws Exception {
    var random = new Random(SEED);
    for (int i = 0; i < FILES; i++) {
      String content = random(random, "ab,\"\"\n\r \t");
      List<Found> found = found(content);
      int at = 0;
      long line = 1;
      for (Found record : found) {
        String which = "seed " + SEED + ", file " + i;
        assertEquals(line, record.line(), which);
        assertTrue(content.startsWith(record.text(), at), which);
        at += record.text().length();
        line += lineEnds(record.text()) + 1;
        int lineEnd = content.startsWith("\r\n", at) ? 2 : at < content.length() ? 1 : 0;
        assertEquals(content.substring(at, at + lineEnd), record.lineEnd(), which);
        at += lineEnd;
        assertTrue(at == content.length() || "\r\n".indexOf(content.charAt(at - 1)) >= 0, which);
      }
      assertEquals(content.length(), at, "seed " + SEED + ", file " + i);
    }
  }

  /** If an independent reader finds no fault, it finds the same records. */
  @Test
  void recordsAreThoseOfAnotherReader() throws Exception {
    var random = new Random(SEED);
    int compared = 0;
    for (int i = 0; i < FILES; i++) {
      String content = random(random, i % 2 == 0 ? "ab,\"\n\r" : "a,\"\"\"\n");
      List<List<String>> expected = new ArrayList<>();
      try (var reader = strict().ofCsvRecord(content)) {
        for (CsvRecord record : reader) {
          expected.add(record.getFields());
        }
      } catch (CsvParseException _) {
        continue;
      }
      assertEquals(
          expected,
          found(content).stream().map(Found::fields).toList(),
          "seed " + SEED + ", file " + i + ": " + content);
      compared++;
    }
    assertTrue(compared > FILES / 20, "only " + compared + " were compared");
  }

  private static CsvReader.CsvReaderBuilder strict() {
    return CsvReader.builder().skipEmptyLines(false).allowUnclosedQuote(false);
  }

  private static int lineEnds(String text) {
    return text.replace("\r\n", "\n").replace('\r', '\n').replaceAll("[^\n]", "").length();
  }

  private static String random(Random random, String characters) {
    var content = new StringBuilder();
    for (int length = random.nextInt(40); length > 0; length--) {
      content.append(characters.charAt(random.nextInt(characters.length())));
    }
    return content.toString();
  }

  private List<String> texts(String content) throws IOException {
    return found(content).stream().map(Found::text).toList();
  }

  private List<Found> found(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("records.csv"), content);
    List<Found> found = new ArrayList<>();
    try (var records = Records.open(file)) {
      while (records.next()) {
        int length = records.to() - records.from();
        found.add(
            new Found(
                records.number(),
                new String(records.array(), records.from(), length, StandardCharsets.UTF_8),
                RowSplitter.fields(records.array(), records.from(), records.to()),
                records.isBroken(),
                records.lineEnd()));
      }
      assertEquals(Files.size(file), records.bytesRead());
    }
    return found;
  }
}
