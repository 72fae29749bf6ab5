package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agency program continues with a file that is stored in part, on any day; with a different
 * file it sends nothing. The first run waits with FINISH because a row is refused, so that a part
 * is stored and the agency is open.
 */
@Timeout(120)
class ResumeTest {
  private static final long SEED = 20_261_128;
  private static final String BAD = "Ana,Paz,12,1990-05-17,99999";
  private static final String CORRECTED = "Ana,Paz,12,1990-05-17,9999";
  private static final Map<String, String> FIRST_TO_SEE_A_DAY = Map.of("TZ", "Pacific/Kiritimati");
  private static final Map<String, String> LAST_TO_SEE_IT = Map.of("TZ", "Etc/GMT+12");

  private static final int SERVER_REFUSED = 5;
  private static final int ROWS_REFUSED = 3;

  @TempDir Path folder;
  private RunningServer server;
  private Path file;

  @BeforeEach
  void serve() throws IOException {
    server = RunningServer.start(folder, 2, 1);
    file = folder.resolve("agency-1.csv");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** (a) Its clock or its zone went back: the row is stored all the same, and none is left out. */
  @Test
  void aRowOfADayThatIsStillToComeIsPassedOverWhenItIsStored() throws IOException {
    String today = LocalDate.now(ZoneId.of("Pacific/Kiritimati")).toString();
    List<String> rows = rows(300);
    rows.set(7, "Ana,Paz,77,%s,77".formatted(today));
    rows.add(150, BAD);
    write(rows);
    assertEquals(ROWS_REFUSED, send(FIRST_TO_SEE_A_DAY, "--on-refused", "wait"));
    rows.set(150, CORRECTED);
    write(rows);
    assertEquals(0, send(LAST_TO_SEE_IT, "--on-refused", "wait"));
    rows.remove(150);
    rows.add(CORRECTED);
    assertStored(rows);
  }

  /** (b) Without the list, a corrected row would be taken for one that is stored. */
  @Test
  void aCorrectedRowIsNotTakenForAStoredOneWhenTheListIsGone() throws IOException {
    List<String> rows = rows(300);
    rows.add(150, BAD);
    write(rows);
    assertEquals(ROWS_REFUSED, send(Map.of(), "--on-refused", "wait"));
    List<String> stored = new ArrayList<>(rows);
    stored.remove(150);
    assertStored(stored);
    Files.delete(folder.resolve("agency-1.csv.rejected.csv"));
    rows.set(150, CORRECTED);
    write(rows);
    assertRefused("line 151");
    assertStored(stored);
  }

  /** (c) As many rows, all good. */
  @Test
  void anotherFileIsNotContinued() throws IOException {
    List<String> rows = rows(300);
    write(with(rows, BAD));
    assertEquals(ROWS_REFUSED, send(Map.of(), "--on-refused", "wait"));
    List<String> others = rows(301);
    others.set(20, "Another,Row,1,1990-05-17,1");
    write(others);
    assertRefused("differ somewhere in lines 1 to 300");
    assertStored(rows);
  }

  /** (d) The bet of the environment is stored; the file's first row is another. */
  @Test
  void aFileBehindASingleBetIsNotTakenForTheSame() throws IOException {
    Map<String, String> bet =
        Map.of(
            "NOMBRE",
            "Santiago",
            "APELLIDO",
            "Lorca",
            "DOCUMENTO",
            "30904465",
            "NACIMIENTO",
            "1999-03-17",
            "NUMERO",
            "7574");
    try (Program single = Program.start(folder, "agency", arguments(), bet)) {
      assertEquals(0, single.awaitExit(), () -> String.join("\n", single.lines()));
    }
    write(rows(50));
    assertRefused("the first one differs, in line 1");
    assertStored(List.of("Santiago,Lorca,30904465,1999-03-17,7574"));
  }

  private static List<String> rows(int count) {
    return new ArrayList<>(
        Bets.withoutCommas(Bets.of(1, count, 0, SEED)).stream()
            .map(bet -> String.join(",", bet).replace("\"", ""))
            .toList());
  }

  private static List<String> with(List<String> rows, String last) {
    List<String> all = new ArrayList<>(rows);
    all.add(last);
    return all;
  }

  private void write(List<String> rows) throws IOException {
    Files.write(file, rows);
  }

  private List<String> arguments(String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--id", "1", "--server", "localhost:" + server.port()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private int send(Map<String, String> environment, String... more) {
    List<String> arguments = arguments("--file", file.toString());
    arguments.addAll(List.of(more));
    try (Program agency = Program.start(folder, "agency", arguments, environment)) {
      return agency.awaitExit();
    }
  }

  /** The run sends nothing and reports why. */
  private void assertRefused(String why) {
    List<String> arguments = arguments("--file", file.toString(), "--on-refused", "wait");
    try (Program agency = Program.start(folder, "agency", arguments, Map.of())) {
      assertEquals(SERVER_REFUSED, agency.awaitExit());
      String failure = agency.lines("action: envio | result: fail").getFirst();
      assertTrue(failure.contains("nothing was sent"), failure);
      assertTrue(failure.contains(why), failure);
      assertFalse(agency.lines().stream().anyMatch(line -> line.contains("batch_enviado")));
    }
  }

  private void assertStored(List<String> rows) throws IOException {
    assertEquals(
        rows,
        StoredBets.read(server.folder()).of(1).stream()
            .map(fields -> String.join(",", fields))
            .toList());
  }
}
