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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import loteria.agency.source.Batching;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.runtime.ExitCode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The intake closes before all of a file is stored: the rest is listed as late, to the byte. */
@Timeout(30)
class TooLateTest {
  private static final List<String> WINNERS = List.of("30904465", "21689196");

  @TempDir Path folder;
  @AutoClose private final FakeServer central = new FakeServer();

  @Test
  void theBatchOfTheClosingAndAllBehindItAreLate() throws Exception {
    closeAt(5);
    AgencyFile file = AgencyFile.of(folder, lines(31));

    List<String> winners = file.submit(central);

    assertEquals(rows(lines(8)), central.rows());
    assertEquals(text(lines(31).subList(8, 31)), file.lateRows());
    assertEquals(23, file.late());
    assertEquals(WINNERS, winners);
    assertEquals(List.of(), central.requests(Request.Finish.class));
    assertEquals(List.of(), file.rejectedLines());
  }

  @Test
  void whatIsLateIsNotSentAgain() throws Exception {
    closeAt(5);

    AgencyFile.of(folder, lines(31)).submit(central, new Batching(2, 8192, 1));

    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), central.batchIds());
  }

  @Test
  void aRunAfterTheClosingHasTheSameResult() throws Exception {
    closeAt(5);
    List<String> lines = lines(31);
    lines.set(3, "nobody");
    lines.set(20, "nobody");
    central.refuse(row -> row.equals(row(line(2))));
    AgencyFile file = AgencyFile.of(folder, lines);
    file.submit(central);
    String late = file.lateRows();
    List<String> rejected = file.rejectedLines();
    String receipt = file.receipt();
    assertEquals(3, rejected.size());
    assertFalse(late.contains("nobody") || late.contains(line(2)), late);

    for (int run = 0; run < 2; run++) {
      assertEquals(WINNERS, file.submit(central));
      assertEquals(late, file.lateRows());
      assertEquals(late.lines().count(), file.late());
      assertEquals(rejected, file.rejectedLines());
      assertEquals(receipt, file.receipt());
    }
  }

  /** Nothing is stored, and yet the list of refused rows is not of another file. */
  @Test
  void aRowThatWasRefusedBeforeTheFirstBatchIsStoredIsNotLate() throws Exception {
    central.refuse(row -> row.equals(row(line(2))));
    central.fate(
        request -> {
          if (request instanceof Request.Batch batch && batch.rows() == 1) {
            central.state(Reply.State.CLOSED);
          }
          return null;
        });
    AgencyFile file = AgencyFile.of(folder, lines(2));
    for (int run = 0; run < 2; run++) {
      assertEquals(WINNERS, file.submit(central));
      assertEquals(text(lines(1)), file.lateRows());
      assertEquals(List.of("2,not today," + line(2)), file.rejectedLines());
    }
  }

  @Test
  void anAgencyThatComesAfterTheClosingIsLateWithAllOfIt() throws Exception {
    central.state(Reply.State.CLOSED);
    AgencyFile file = AgencyFile.of(folder, lines(3));

    assertEquals(WINNERS, file.submit(central));

    assertEquals(text(lines(3)), file.lateRows());
    assertEquals(List.of(), central.batchIds());
  }

  @Test
  void lateRowsAreTheBytesOfTheFile() throws Exception {
    String stored = "\uFEFF" + line(1) + "\r\n\r\n";
    String late =
        line(2) + "\r\n" + line(3) + "\r" + line(4) + "\n\"Paz, Ana\",Gómez,5,1990-05-17,7";
    Path path = Files.writeString(folder.resolve("bets.csv"), stored + late);
    central.store(row(line(1)));
    central.state(Reply.State.CLOSED);
    AgencyFile file = AgencyFile.at(path);

    file.submit(central);

    assertEquals(late, file.lateRows());
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(folder.resolve("bets.csv.late.csv"))));
    assertFalse(Files.exists(folder.resolve("bets.csv.late.csv.new")));
  }

  /** The connection breaks before the ACK, and the intake closes: WELCOME has the batch. */
  @Test
  void aBatchWhoseReplyIsLostIsNotLateIfItIsStored() throws Exception {
    for (boolean stored : List.of(true, false)) {
      try (var server = new FakeServer()) {
        server.fate(
            request -> {
              if (!(request instanceof Request.Batch batch) || batch.id() != 3) {
                return null;
              }
              Request.Batch last = batch;
              if (stored) {
                server.store(FakeLedger.rows(last.content()).toArray(String[]::new));
              }
              server.state(Reply.State.CLOSED);
              return new FakeServer.Twist.Cut(false);
            });
        AgencyFile file = AgencyFile.of(folder, lines(10));

        file.submit(server);

        int count = stored ? 6 : 4;
        assertEquals(rows(lines(count)), server.rows());
        assertEquals(text(lines(10).subList(count, 10)), file.lateRows());
      }
    }
  }

  @Test
  void theConnectionMayBreakAgainWhileTheWinnersAreWaitedFor() throws Exception {
    closeAt(2);
    AgencyFile file = AgencyFile.of(folder, lines(10));
    var first = new boolean[] {true};
    FakeServer.Fate closing = closingAt(2);
    central.fate(
        request -> {
          if (request instanceof Request.Results && first[0]) {
            first[0] = false;
            return new FakeServer.Twist.Cut(false);
          }
          return closing.of(request);
        });

    assertEquals(WINNERS, file.submit(central));

    assertEquals(8, file.late());
    assertEquals(3, central.requests(Request.Hello.class).size());
  }

  @Test
  void anAgencyThatAnOperatorClosesIsLateInTheSameWay() throws Exception {
    central.fate(
        request -> {
          if (request instanceof Request.Batch batch && batch.id() == 3) {
            central.state(Reply.State.CLOSED);
            return new FakeServer.Twist.Answer(
                new Reply.Failure(ErrorCode.AGENCY_FINISHED, "an operator closed agency 1"));
          }
          return null;
        });
    AgencyFile file = AgencyFile.of(folder, lines(10));

    assertEquals(WINNERS, file.submit(central));

    assertEquals(text(lines(10).subList(4, 10)), file.lateRows());
  }

  @Test
  void aServerThatRefusesBetsOfAnOpenAgencyEndsTheRun() throws Exception {
    central.fate(request -> FakeServer.fails(request instanceof Request.Batch, ErrorCode.DRAWN, 0));
    AgencyFile file = AgencyFile.of(folder, lines(3));

    var failed = assertThrows(ServerRefused.class, () -> file.submit(central));

    assertEquals(ErrorCode.DRAWN, failed.errorCode());
    assertEquals("", file.lateRows());
  }

  /** CLOSED is final, whatever state a server that learns it later still reports. */
  @Test
  void aClosingIsNotForgottenByTheNextWelcome() throws Exception {
    central.fate(
        request ->
            FakeServer.fails(
                request instanceof Request.Batch batch && batch.id() == 2, ErrorCode.CLOSED, 0));
    AgencyFile file = AgencyFile.of(folder, lines(6));

    assertEquals(WINNERS, file.submit(central, new Batching(2, 8192, 1)));

    assertEquals(List.of(1L, 2L), central.batchIds());
    assertEquals(text(lines(6).subList(2, 6)), file.lateRows());
  }

  @Test
  void anotherServerOfTheDrawKnowsWhatIsStored() throws Exception {
    try (var second = central.another()) {
      central.fate(
          request -> {
            if (request instanceof Request.Batch batch && batch.id() == 4) {
              central.state(Reply.State.CLOSED);
              Doing.unchecked(
                  () -> {
                    central.close();
                    return "";
                  });
              return new FakeServer.Twist.Cut(false);
            }
            return null;
          });
      AgencyFile file = AgencyFile.of(folder, lines(10));

      List<String> winners =
          file.submit(
              FakeServer.servers(Duration.ofSeconds(20), central.address(), second.address()),
              new Batching(2, 8192, 1));

      assertEquals(WINNERS, winners);
      assertEquals(text(lines(10).subList(6, 10)), file.lateRows());
      assertEquals(List.of(), second.batchIds());
    }
  }

  @Test
  void ifAllIsStoredNothingIsLate() throws Exception {
    central.store(row(line(1)), row(line(2)));
    central.state(Reply.State.CLOSED);
    AgencyFile file = AgencyFile.of(folder, lines(2));

    assertEquals(WINNERS, file.submit(central));

    assertEquals(0, file.late());
    assertFalse(Files.exists(folder.resolve("bets.csv.late.csv")));
    assertTrue(file.receipt().contains("bets=2\n"), file.receipt());
  }

  @Test
  void aFileThatChangesDuringTheRunLeavesTheListAsItWas() throws Exception {
    AgencyFile file = AgencyFile.of(folder, lines(10));
    Path list = Files.writeString(folder.resolve("bets.csv.late.csv"), "of an earlier draw");
    FakeServer.Fate closing = closingAt(4);
    central.fate(
        request -> {
          if (request instanceof Request.Batch batch && batch.id() == 4) {
            Doing.unchecked(
                () -> Files.writeString(folder.resolve("bets.csv"), "nobody\n" + line(7) + "\n"));
          }
          return closing.of(request);
        });

    var failed = assertThrows(SubmissionFailed.class, () -> file.submit(central));

    assertEquals(ExitCode.FAILED, failed.exitCode());
    assertTrue(String.valueOf(failed.getMessage()).contains("was it changed"), failed.getMessage());
    assertEquals("of an earlier draw", Files.readString(list));
    assertEquals(List.of(), file.rejectedLines());
  }

  private void closeAt(long batch) {
    central.fate(closingAt(batch));
  }

  private FakeServer.Fate closingAt(long batch) {
    return request -> {
      if (request instanceof Request.Batch sent && sent.id() == batch) {
        central.state(Reply.State.CLOSED);
      }
      return null;
    };
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }
}
