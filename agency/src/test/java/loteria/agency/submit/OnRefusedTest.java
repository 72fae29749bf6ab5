package loteria.agency.submit;

import static loteria.agency.submit.AgencyFile.line;
import static loteria.agency.submit.AgencyFile.lines;
import static loteria.agency.submit.AgencyFile.row;
import static loteria.agency.submit.AgencyFile.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.runtime.ExitCode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows that were refused, and are corrected before the next run. */
@Timeout(30)
class OnRefusedTest {
  @TempDir Path folder;
  @AutoClose private final FakeServer central = new FakeServer();

  @Test
  void anAgencyThatWaitsFinishesWithTheCorrectedFile() throws Exception {
    List<String> lines = lines(9);
    lines.set(1, "nobody");
    AgencyFile file = AgencyFile.of(folder, lines);
    file.on(OnRefused.WAIT);
    central.refuse(row -> row.equals(row(line(4))));

    for (int run = 0; run < 2; run++) {
      var failed = assertThrows(SubmissionFailed.class, () -> file.submit(central));
      assertEquals(ExitCode.ROWS_REFUSED, failed.exitCode());
      assertTrue(
          String.valueOf(failed.getMessage())
              .startsWith(
                  "2 rows are refused, all others are stored: this agency has not finished"),
          failed.getMessage());
    }
    assertEquals(List.of(), central.requests(Request.Finish.class));
    lines.set(1, line(102));
    lines.set(3, line(104));
    file.rewrite(lines);

    assertEquals(2, file.submit(central).size());

    List<String> expected = lines(9);
    expected.remove(3);
    expected.remove(1);
    expected.addAll(List.of(line(102), line(104)));
    assertEquals(rows(expected), central.rows());
    assertEquals(1, central.requests(Request.Finish.class).size());
  }

  @Test
  void anAgencyThatDoesNotWaitLeavesThemOutForGood() throws Exception {
    List<String> lines = lines(3);
    lines.set(1, "nobody");
    AgencyFile file = AgencyFile.of(folder, lines);
    assertEquals(2, file.submit(central).size());
    file.rewrite(lines(3));

    assertEquals(2, file.submit(central).size());

    assertEquals(rows(List.of(line(1), line(3))), central.rows());
    assertEquals(List.of("2,\"line has 1 fields, not 5\",nobody"), file.rejectedLines());
  }

  /** Each run is cut short when it sends a corrected row: the stored rows keep one order. */
  @Test
  void aRunCutShortAmongCorrectedRowsIsContinued() throws Exception {
    List<String> lines = lines(40);
    for (int i = 5; i < 15; i++) {
      lines.set(i, "nobody");
    }
    AgencyFile file = AgencyFile.of(folder, lines);
    file.on(OnRefused.WAIT);
    assertThrows(SubmissionFailed.class, () -> file.submit(central));
    List<String> expected = new ArrayList<>(central.rows());
    for (int i : List.of(9, 6, 14, 5)) {
      lines.set(i, line(i + 1));
      expected.add(row(line(i + 1)));
      file.rewrite(lines);
      var batches = new AtomicInteger();
      central.fate(
          request ->
              request instanceof Request.Batch && batches.incrementAndGet() == 1
                  ? new FakeServer.Twist.Answer(new Reply.Failure(ErrorCode.DRAWN, "killed"))
                  : null);
      assertThrows(ServerRefused.class, () -> file.submit(central));
      assertThrows(SubmissionFailed.class, () -> file.submit(central));
      assertEquals(expected, central.rows());
    }
  }

  @Test
  void aCorrectedRowThatIsRefusedAgainIsOnTheListAgain() throws Exception {
    List<String> lines = lines(4);
    lines.set(1, "nobody");
    AgencyFile file = AgencyFile.of(folder, lines);
    file.on(OnRefused.WAIT);
    central.refuse(row -> row.equals(row(line(2))));
    assertThrows(SubmissionFailed.class, () -> file.submit(central));
    file.rewrite(lines(4));
    assertThrows(SubmissionFailed.class, () -> file.submit(central));
    lines.set(1, line(22));
    file.rewrite(lines);

    assertEquals(2, file.submit(central).size());

    assertEquals(rows(List.of(line(1), line(3), line(4), line(22))), central.rows());
  }
}
