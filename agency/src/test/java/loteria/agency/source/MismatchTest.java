package loteria.agency.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class MismatchTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

  @TempDir Path folder;

  @Test
  void theLineIsNamedThatTheListHad() throws Exception {
    for (int refused = 1; refused <= 8; refused++) {
      List<Integer> stored = rows(1, 10);
      stored.remove(Integer.valueOf(refused));

      assertEquals(
          "they match without line "
              + refused
              + ": was it added since, or is the list of"
              + " refused rows missing that had it?",
          explained(rows(1, 20), stored.subList(0, 8)));
    }
  }

  @Test
  void aListOfAnotherFileIsSuspected() throws Exception {
    Files.writeString(list(), "2,not today,Ana,Paz,2,1990-05-17,2\r\n9,not today,x\r\n");

    assertEquals(
        "they match if no row of the list of refused rows is left out: is "
            + list()
            + " from another file?",
        explained(rows(1, 20), rows(1, 5)));
  }

  @Test
  void otherwiseTheRangeOfLinesIsNamed() throws Exception {
    List<Integer> other = rows(1, 20);
    other.set(3, 77);

    assertEquals(
        "they differ somewhere in lines 1 to 10: was the file changed, or was another one sent"
            + " before?",
        explained(other, rows(1, 10)));
    assertEquals("the first one differs, in line 1", explained(rows(2, 20), rows(1, 1)));
  }

  private String explained(List<Integer> inFile, List<Integer> stored) throws Exception {
    Path path = folder.resolve("bets.csv");
    Files.write(path, inFile.stream().map(MismatchTest::line).toList());
    var digest = new RowDigest.Running();
    for (int number : stored) {
      byte[] row = ("7," + line(number) + "\r\n").getBytes(StandardCharsets.UTF_8);
      digest.add(row, 0, row.length);
    }
    try (var refused = RefusedRows.of(path, FileAccess.OWNER);
        var file = BetFile.open(path, new AgencyId(7), TODAY, refused)) {
      return file.mismatch(stored.size(), digest.soFar());
    }
  }

  private static String line(int number) {
    return "Ana,Paz," + "1".repeat(1 + number % 7) + number + ",1990-05-17," + number;
  }

  private static List<Integer> rows(int from, int to) {
    List<Integer> rows = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      rows.add(i);
    }
    return rows;
  }

  private Path list() {
    return folder.resolve("bets.csv.rejected.csv");
  }
}
