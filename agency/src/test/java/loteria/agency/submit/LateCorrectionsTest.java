package loteria.agency.submit;

import static loteria.agency.submit.AgencyFile.line;
import static loteria.agency.submit.AgencyFile.lines;
import static loteria.agency.submit.AgencyFile.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import loteria.agency.source.Batching;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.runtime.ExitCode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every record of a file is stored, refused or late, also where refused rows were corrected. */
@Timeout(60)
class LateCorrectionsTest {
  @TempDir Path folder;
  @AutoClose private final FakeServer central = new FakeServer();

  @Test
  void aCorrectedRowIsLateAndOneThatIsNotIsRefused() throws Exception {
    List<String> lines = lines(6);
    lines.set(1, "nobody");
    lines.set(3, "nobody");
    AgencyFile file = AgencyFile.of(folder, lines);
    file.on(OnRefused.WAIT);
    assertThrows(SubmissionFailed.class, () -> file.submit(central));
    lines.set(1, line(102));
    lines.add(line(7));
    file.rewrite(lines);
    central.state(Reply.State.CLOSED);

    for (int run = 0; run < 2; run++) {
      assertEquals(2, file.submit(central).size());
      assertEquals(line(102) + "\n" + line(7) + "\n", file.lateRows());
    }
    assertEquals(2, file.rejectedLines().size());
  }

  /** Of the corrected rows that were about to be sent, those that are stored are not late. */
  @Test
  void aCorrectedRowThatIsStoredIsNotLate() throws Exception {
    List<String> lines = lines(8);
    for (int i = 1; i < 7; i++) {
      lines.set(i, "nobody");
    }
    AgencyFile file = AgencyFile.of(folder, lines);
    file.on(OnRefused.WAIT);
    assertThrows(SubmissionFailed.class, () -> file.submit(central));
    for (int i = 1; i < 7; i++) {
      lines.set(i, line(100 + i));
    }
    file.rewrite(lines);
    central.fate(
        request -> {
          if (request instanceof Request.Batch batch && batch.id() == 3) {
            central.state(Reply.State.CLOSED);
          }
          return null;
        });

    for (int run = 0; run < 2; run++) {
      assertEquals(2, file.submit(central, new Batching(2, 8192, 4)).size());
      assertEquals(
          List.of(line(103), line(104), line(105), line(106)), file.lateRows().lines().toList());
    }
    assertEquals(List.of(row(line(101)), row(line(102))), central.rows().subList(2, 4));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void everyRecordIsStoredOrRefusedOrLate(long seed) throws Exception {
    var random = new Random(seed);
    List<String> lines = lines(20 + random.nextInt(200));
    Set<String> refusedByServer = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      int kind = random.nextInt(12);
      if (kind == 0) {
        lines.set(i, "nobody " + i);
      } else if (kind == 1) {
        refusedByServer.add(row(lines.get(i)));
      }
    }
    central.refuse(refusedByServer::contains);
    AgencyFile file = AgencyFile.of(folder, lines);
    file.on(random.nextBoolean() ? OnRefused.WAIT : OnRefused.FINISH);
    long closing = 1L + random.nextInt(random.nextBoolean() ? 30 : 300);
    central.fate(
        request -> {
          if (request instanceof Request.Batch batch && batch.id() >= closing) {
            central.state(Reply.State.CLOSED);
          }
          boolean cut = request instanceof Request.Batch && random.nextInt(8) == 0;
          return cut ? new FakeServer.Twist.Cut(random.nextBoolean()) : null;
        });
    for (int run = 0; run < 8; run++) {
      var batching = new Batching(1 + random.nextInt(9), 8192, 1 + random.nextInt(8));
      boolean ended = submitted(file, batching);
      if (ended) {
        assertEquals(expectedLate(file, lines), file.lateRows().lines().toList(), "seed " + seed);
        assertEquals(file.lateRows().lines().count(), file.late(), "seed " + seed);
      }
      if (!ended && random.nextBoolean()) {
        correct(lines, random);
        file.rewrite(lines);
      }
    }
  }

  /** Returns false if the agency waits for corrections. */
  private boolean submitted(AgencyFile file, Batching batching) throws Exception {
    try {
      file.submit(central, batching);
      return true;
    } catch (SubmissionFailed e) {
      assertEquals(ExitCode.ROWS_REFUSED, e.exitCode());
      return false;
    }
  }

  private static void correct(List<String> lines, Random random) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("nobody") && random.nextBoolean()) {
        lines.set(i, line(1_000 + i));
      }
    }
  }

  /** The bets of the file that are neither stored nor on the list of refused rows as they are. */
  private List<String> expectedLate(AgencyFile file, List<String> lines) throws Exception {
    Set<String> stored = new HashSet<>(central.rows());
    assertEquals(stored.size(), central.rows().size());
    Set<String> refused =
        file.rejectedLines().stream()
            .filter(entry -> entry.contains(",not today,"))
            .map(entry -> entry.substring(entry.indexOf(",not today,") + ",not today,".length()))
            .collect(Collectors.toSet());
    List<String> late = new ArrayList<>();
    for (String line : lines) {
      boolean bet = !line.startsWith("nobody");
      if (bet && !stored.contains(row(line)) && !refused.contains(line)) {
        late.add(line);
      }
    }
    return late;
  }
}
