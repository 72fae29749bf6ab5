package loteria.agency.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import loteria.agency.generate.Generate;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowSplitter;
import loteria.ipc.row.RowWriter;
import loteria.ipc.runtime.ExitCode;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stored and the refused rows of a file are together the records that another CSV reader finds.
 */
@Timeout(60)
class BetFileAgainstReaderTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
  private static final List<String> SPOILT =
      List.of("", "x\ny", "x\r\ny", "x\ry", "\n", ",\"", "\"", "1990-02-30", "\uFEFF", "a,b\rc,d");

  @TempDir Path folder;

  /** A made-up file, and whether rows of it were spoilt. */
  private record Made(String content, boolean spoilt) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void storedAndRefusedAreAllRecords(long seed) throws Exception {
    Made made = made(new Random(seed));
    Path file = Files.writeString(folder.resolve("bets.csv"), made.content());

    Map<Long, List<String>> found = stored(file);
    int stored = found.size();
    for (List<String> refused : refused()) {
      List<String> before =
          found.put(Long.valueOf(refused.getFirst()), refused.subList(2, refused.size()));
      assertEquals(
          null, before, "seed " + seed + ": line " + refused.getFirst() + " is there twice");
    }

    assertEquals(read(made.content()), found, "seed " + seed);
    assertTrue(stored > 0 && (stored < found.size() || !made.spoilt()), "seed " + seed);
  }

  private Made made(Random random) throws Exception {
    Path generated = folder.resolve("generated.csv");
    ExitCode code =
        Generate.run(
            new String[] {
              "--bets=300", "--seed=" + random.nextInt(1_000_000), "--file=" + generated
            });
    assertEquals(ExitCode.OK, code);
    var content = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
    String lineEnds = List.of("\n", "\r\n", "\r", "mixed").get(random.nextInt(4));
    boolean spoils = random.nextBoolean();
    boolean spoilt = false;
    try (var reader = CsvReader.builder().ofCsvRecord(generated)) {
      for (CsvRecord record : reader) {
        List<String> fields = new ArrayList<>(record.getFields());
        if (spoils && random.nextInt(10) == 0) {
          fields.set(random.nextInt(5), SPOILT.get(random.nextInt(SPOILT.size())));
          spoilt = true;
        }
        for (int i = 0; i < fields.size(); i++) {
          content.append(i == 0 ? "" : ",").append(written(fields.get(i), random));
        }
        for (int i = random.nextInt(12) == 0 ? 3 : 1; i > 0; i--) {
          content.append(
              lineEnds.equals("mixed")
                  ? List.of("\n", "\r\n", "\r").get(random.nextInt(3))
                  : lineEnds);
        }
      }
    }
    if (random.nextBoolean()) {
      content.setLength(content.toString().stripTrailing().length());
    }
    return new Made(content.toString(), spoilt);
  }

  private static String written(String field, Random random) {
    boolean needed = field.matches("(?s).*[,\"\r\n].*");
    return needed || random.nextInt(5) == 0 ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }

  private static Map<Long, List<String>> stored(Path path) throws IOException {
    Map<Long, List<String>> stored = new TreeMap<>();
    try (var refused = RefusedRows.of(path, FileAccess.OWNER);
        var file = BetFile.open(path, new AgencyId(7), TODAY, refused)) {
      var row = new RowWriter(256);
      for (long line = file.next(row); line != RowSource.NONE; line = file.next(row)) {
        List<String> fields = RowSplitter.fields(row.bytes(), 0, row.size() - 2);
        assertEquals("7", fields.getFirst());
        stored.put(line, fields.subList(1, fields.size()));
        row.truncate(0);
      }
    }
    return stored;
  }

  private List<List<String>> refused() throws IOException {
    Path list = folder.resolve("bets.csv.rejected.csv");
    List<List<String>> refused = new ArrayList<>();
    if (Files.exists(list)) {
      try (var reader = CsvReader.builder().ofCsvRecord(list)) {
        reader.forEach(record -> refused.add(record.getFields()));
      }
    }
    return refused;
  }

  /**
   * The records that the other reader finds, by the line they begin in, in the form of the list of
   * refused rows.
   */
  private static Map<Long, List<String>> read(String content) throws IOException {
    String marked = content.startsWith("\uFEFF") ? content.substring(1) : content;
    Map<Long, List<String>> read = new TreeMap<>();
    try (var reader = CsvReader.builder().allowUnclosedQuote(false).ofCsvRecord(marked)) {
      for (CsvRecord record : reader) {
        read.put(
            record.getStartingLineNumber(),
            record.getFields().stream()
                .map(field -> field.replace('\r', ' ').replace('\n', ' '))
                .toList());
      }
    }
    return read;
  }
}
