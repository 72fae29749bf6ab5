package loteria.agency.submit;

import static loteria.agency.submit.AgencyFile.line;
import static loteria.agency.submit.AgencyFile.lines;
import static loteria.agency.submit.AgencyFile.row;
import static loteria.agency.submit.AgencyFile.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.runtime.ExitCode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FileSubmissionTest {

  @TempDir Path folder;
  @AutoClose private final FakeServer central = new FakeServer();

  @Test
  void everyBetIsStoredOnceInOrderAndWinnersAreReturned() throws Exception {
    List<String> winners = AgencyFile.of(folder, lines(101)).submit(central);

    assertEquals(rows(lines(101)), central.rows());
    assertEquals(51, central.lastBatch());
    assertEquals(List.of("30904465", "21689196"), winners);
    assertEquals(List.of(central.finish(51, 101)), central.requests(Request.Finish.class));
    assertFalse(Files.exists(folder.resolve("bets.csv.rejected.csv")));
  }

  @Test
  void anEmptyFileIsFinishedAtOnce() throws Exception {
    AgencyFile.of(folder, List.of()).submit(central);

    assertEquals(List.of(central.finish(0, 0)), central.requests(Request.Finish.class));
  }

  @Test
  void aRunContinuesWithBatchesOfAnySize() throws Exception {
    central.store(row(line(1)), row(line(2)), row(line(3)));

    AgencyFile.of(folder, lines(10)).submit(central);

    assertEquals(rows(lines(10)), central.rows());
    assertEquals(List.of(2L, 3L, 4L, 5L), central.batchIds());
  }

  @Test
  void refusedRowsOfARunBeforeAreNotCountedAsStored() throws Exception {
    central.store(row(line(1)), row(line(3)));
    AgencyFile file = AgencyFile.of(folder, lines(6));
    Files.writeString(file.rejected(), "2,not today,Ana,Gómez,10000002,1990-05-17,2\r\n3,torn of");

    file.submit(central);

    assertEquals(rows(List.of(line(1), line(3), line(4), line(5), line(6))), central.rows());
    assertEquals(List.of("2,not today,Ana,Gómez,10000002,1990-05-17,2"), file.rejectedLines());
  }

  @Test
  void refusedRowsAreTriedAgainWhenTheServerHasNothing() throws Exception {
    AgencyFile file = AgencyFile.of(folder, lines(3));
    Files.writeString(file.rejected(), "2,not today,Ana,Gómez,10000002,1990-05-17,2\r\n");

    file.submit(central);

    assertEquals(rows(lines(3)), central.rows());
    assertFalse(Files.exists(file.rejected()));
  }

  @Test
  void badRowsAreKeptBackAndListed() throws Exception {
    List<String> lines = lines(5);
    lines.add(1, "Ana,Gómez,1234,1990-02-30,7");
    lines.add(3, "no bet at all");
    AgencyFile file = AgencyFile.of(folder, lines);

    file.submit(central);

    assertEquals(rows(lines(5)), central.rows());
    assertEquals(
        List.of(
            "2,birth date is no real date,Ana,Gómez,1234,1990-02-30,7",
            "4,\"line has 1 fields, not 5\",no bet at all"),
        file.rejectedLines());
  }

  @Test
  void aRefusalInTheMiddleOfTheWindowMendsThatBatchAndKeepsTheOrder() throws Exception {
    central.refuse(row -> row.equals(row(line(4))) || row.equals(row(line(9))));
    AgencyFile file = AgencyFile.of(folder, lines(30));

    file.submit(central);

    List<String> expected = lines(30);
    expected.remove(8);
    expected.remove(3);
    assertEquals(rows(expected), central.rows());
    assertEquals(List.of("4,not today," + line(4), "9,not today," + line(9)), file.rejectedLines());
    assertEquals(List.of(central.finish(15, 28)), central.requests(Request.Finish.class));
  }

  @Test
  void aBatchOfRefusedRowsOnlyIsSentAgainEmpty() throws Exception {
    central.refuse(row -> row.equals(row(line(3))) || row.equals(row(line(4))));

    AgencyFile.of(folder, lines(6)).submit(central);

    assertEquals(rows(List.of(line(1), line(2), line(5), line(6))), central.rows());
    assertEquals(3, central.lastBatch());
  }

  @Test
  void refusedRowsAreOnTheListBeforeTheirBatchIsSentAgain() throws Exception {
    central.refuse(row -> row.equals(row(line(1))));
    AgencyFile file = AgencyFile.of(folder, lines(4));
    List<Integer> listed = new ArrayList<>();
    central.fate(
        request -> {
          if (request instanceof Request.Batch(long id, int rows, var _) && id == 1 && rows == 1) {
            listed.add(linesOf(file));
          }
          return null;
        });

    file.submit(central);

    assertEquals(List.of(1), listed);
  }

  @Test
  void anAgencyThatHadFinishedOnlyAsksForItsWinners() throws Exception {
    central.store(row(line(1)), row(line(2)));
    central.state(Reply.State.DRAWN);

    List<String> winners = AgencyFile.of(folder, lines(2)).submit(central);

    assertEquals(2, winners.size());
    assertEquals(List.of(), central.batchIds());
    assertEquals(List.of(), central.requests(Request.Finish.class));
  }

  @Test
  void aFileThatIsNotWhatWasFinishedIsAnError() throws Exception {
    central.store(row(line(1)), row(line(2)));
    central.state(Reply.State.FINISHED);

    assertEquals(ExitCode.SERVER_REFUSED, failure(lines(3)).exitCode());
    assertEquals(ExitCode.SERVER_REFUSED, failure(lines(1)).exitCode());
  }

  @Test
  void moreStoredThanTheFileHoldsIsAnError() throws Exception {
    central.store(row(line(1)), row(line(2)), row(line(3)));

    SubmissionFailed failed = failure(lines(2));

    assertEquals(ExitCode.SERVER_REFUSED, failed.exitCode());
    assertEquals("the server has 3 bets of this agency, the file only 2", failed.getMessage());
  }

  private SubmissionFailed failure(List<String> lines) throws Exception {
    AgencyFile file = AgencyFile.of(folder, lines);
    return assertThrows(SubmissionFailed.class, () -> file.submit(central));
  }

  private static int linesOf(AgencyFile file) {
    return Doing.unchecked(file::rejectedLines).size();
  }
}
