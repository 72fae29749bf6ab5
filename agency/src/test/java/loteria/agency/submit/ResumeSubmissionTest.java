package loteria.agency.submit;

import static loteria.agency.submit.AgencyFile.line;
import static loteria.agency.submit.AgencyFile.lines;
import static loteria.agency.submit.AgencyFile.row;
import static loteria.agency.submit.AgencyFile.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.agency.source.SingleBet;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.AgencyId;
import loteria.ipc.runtime.ExitCode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run continues only with the file that the server has a part of: by content, not by counts. */
@Timeout(30)
class ResumeSubmissionTest {
  /**
   * After {@link AgencyFile}'s day, as if the clock had been set back since the rows were stored.
   */
  private static final String TOMORROWS = "Ana,Gómez,2,2026-11-21,2";

  @TempDir Path folder;
  @AutoClose private final FakeServer central = new FakeServer();

  @Test
  void aRowThatWasGoodOnAnotherDayIsStoredAllTheSame() throws Exception {
    central.store(row(line(1)), row(TOMORROWS), row(line(3)));

    AgencyFile file = AgencyFile.of(folder, List.of(line(1), TOMORROWS, line(3), line(4)));
    file.submit(central);

    assertEquals(rows(List.of(line(1), TOMORROWS, line(3), line(4))), central.rows());
    assertEquals(List.of(), file.rejectedLines());
  }

  @Test
  void withoutItsListOfRefusedRowsTheLineIsNamedAndNothingSent() throws Exception {
    central.store(row(line(1)), row(line(3)), row(line(4)));

    assertEquals(
        "the server has 3 bets of this agency, but not those that the file begins with; nothing was"
            + " sent: they match without line 2: was it added since, or is the list of"
            + " refused rows missing that had it?",
        refused(lines(8)));
  }

  @Test
  void anotherFileOfAsManyRowsIsRefused() throws Exception {
    central.store(rows(lines(5)).toArray(String[]::new));
    List<String> other = lines(8);
    other.set(2, line(33));

    assertEquals(
        "the server has 5 bets of this agency, but not those that the file begins with; nothing was"
            + " sent: they differ somewhere in lines 1 to 5: was the file changed, or was another"
            + " one sent before?",
        refused(other));
  }

  @Test
  void aFinishedAgencysFileIsComparedToo() throws Exception {
    central.store(rows(lines(5)).toArray(String[]::new));
    central.state(Reply.State.DRAWN);
    List<String> other = lines(5);
    other.set(2, line(33));

    assertTrue(refused(other).startsWith("the server has 5 bets of this agency, but not those"));
    assertEquals(List.of(), central.requests(Request.Results.class));
  }

  @Test
  void aSingleBetIsNotTheFirstOfAFile() throws Exception {
    try (var session = new ServerClient(central.server(Duration.ofSeconds(20)), new Random(1))) {
      new SingleSubmission(
              session, new AgencyId(1), new SingleBet("Leo", "Sosa", "5", "1990-05-17", "7"))
          .submit();
    }
    assertEquals(
        "the server has 1 bets of this agency, but not those that the file begins with; nothing was"
            + " sent: the first one differs, in line 1",
        refused(lines(3)));
  }

  @Test
  void theListOfRefusedRowsStaysAsItWasWhenNothingFits() throws Exception {
    central.store(row(line(1)), row(line(3)));
    List<String> other = new ArrayList<>(List.of("bad", "bad", line(33), line(34), line(35)));
    AgencyFile file = AgencyFile.of(folder, other);
    String list = "2,not today," + line(2) + "\r\n";
    Files.writeString(file.rejected(), list);

    assertThrows(SubmissionFailed.class, () -> file.submit(central));
    assertEquals(list, Files.readString(file.rejected()));

    Files.delete(file.rejected());
    assertThrows(SubmissionFailed.class, () -> file.submit(central));
    assertFalse(Files.exists(file.rejected()));
  }

  @Test
  void aBreakAmongAnothersBetsEndsTheRun() throws Exception {
    var batches = new AtomicInteger();
    central.fate(
        request -> {
          if (!(request instanceof Request.Batch) || batches.incrementAndGet() != 1) {
            return null;
          }
          central.store(row(line(77)), row(line(78)));
          return new FakeServer.Twist.Cut(false);
        });
    AgencyFile file = AgencyFile.of(folder, lines(9));

    var failed = assertThrows(SubmissionFailed.class, () -> file.submit(central));

    assertEquals(ExitCode.SERVER_REFUSED, failed.exitCode());
    assertEquals(
        "the server has other bets of this agency than this program sent: does another one send for"
            + " it?",
        failed.getMessage());
  }

  @Test
  void aServerOfAnotherVersionIsReported() throws Exception {
    central.fate(
        request ->
            new FakeServer.Twist.OtherVersion(
                new Reply.Failure(ErrorCode.MALFORMED, "version 2 is not spoken here")));
    AgencyFile file = AgencyFile.of(folder, lines(2));

    var failed = assertThrows(SubmissionFailed.class, () -> file.submit(central));

    assertEquals(ExitCode.SERVER_REFUSED, failed.exitCode());
    assertEquals(
        "the server speaks another version of the protocol than this program, which speaks 2:"
            + " version 2 is not spoken here",
        failed.getMessage());
    assertEquals(1, central.requests().size());
  }

  private String refused(List<String> lines) throws Exception {
    List<String> before = central.rows();
    int batches = central.batchIds().size();
    AgencyFile file = AgencyFile.of(folder, lines);

    var failed = assertThrows(SubmissionFailed.class, () -> file.submit(central));

    assertEquals(ExitCode.SERVER_REFUSED, failed.exitCode());
    assertEquals(before, central.rows());
    assertEquals(batches, central.batchIds().size());
    assertEquals(List.of(), central.requests(Request.Finish.class));
    return String.valueOf(failed.getMessage());
  }
}
