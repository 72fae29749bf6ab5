package loteria.agency.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
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

@Timeout(30)
class SingleSubmissionTest {
  private static final SingleBet BET =
      new SingleBet("Santiago Lionel", "Lorca", "30904465", "1999-03-17", "7574");
  private static final String ROW = "1,Santiago Lionel,Lorca,30904465,1999-03-17,7574";
  private static final String OTHER = "1,Ana,Gómez,10000001,1990-05-17,1";

  @AutoClose private final FakeServer central = new FakeServer();

  @Test
  void oneBetIsStoredAndTheAgencyNotFinished() throws Exception {
    submit();

    assertEquals(List.of(ROW), central.rows());
    assertEquals(List.of(), central.requests(Request.Finish.class));
  }

  @Test
  void theSameBetTwiceIsStoredOnce() throws Exception {
    submit();
    submit();

    assertEquals(List.of(ROW), central.rows());
    assertEquals(List.of(1L, 1L), central.batchIds());
  }

  @Test
  void anotherBetIsStoredBehindTheLast() throws Exception {
    central.store(OTHER);

    submit();

    assertEquals(List.of(OTHER, ROW), central.rows());
    assertEquals(List.of(1L, 2L), central.batchIds());
  }

  @Test
  void aBetWhoseAckWasLostIsStoredOnce() throws Exception {
    central.store(OTHER);
    var sent = new AtomicInteger();
    central.fate(
        request ->
            request instanceof Request.Batch && sent.incrementAndGet() == 2
                ? new FakeServer.Twist.Cut(true)
                : null);

    submit();

    assertEquals(List.of(OTHER, ROW), central.rows());
    assertEquals(List.of(1L, 2L, 2L), central.batchIds());
  }

  @Test
  void aBetThatTheServerRefusesFailsWithItsReason() {
    central.refuse(row -> true);

    var failed = assertThrows(SubmissionFailed.class, this::submit);

    assertEquals(ExitCode.ROWS_REFUSED, failed.exitCode());
    assertEquals("the bet is refused: not today", failed.getMessage());
  }

  @Test
  void anyOtherErrorIsFinal() {
    central.fate(
        request ->
            request instanceof Request.Batch
                ? new FakeServer.Twist.Answer(new Reply.Failure(ErrorCode.DRAWN, "too late"))
                : null);

    var failed = assertThrows(ServerRefused.class, this::submit);

    assertEquals(ErrorCode.DRAWN, failed.errorCode());
  }

  @Test
  void aBetAfterTheClosingIsTooLate() throws Exception {
    central.state(Reply.State.CLOSED);
    assertEquals(ExitCode.TOO_LATE, assertThrows(SubmissionFailed.class, this::submit).exitCode());

    central.store(OTHER);
    var failed = assertThrows(SubmissionFailed.class, this::submit);

    assertEquals(ExitCode.TOO_LATE, failed.exitCode());
    assertEquals(
        "the bet came too late: nothing more is taken of this agency, and it is not in this draw",
        failed.getMessage());
    assertEquals(List.of(OTHER), central.rows());
  }

  @Test
  void aBetInTheMomentOfTheClosingIsTooLate() {
    central.fate(
        request -> {
          if (request instanceof Request.Batch) {
            central.state(Reply.State.CLOSED);
          }
          return null;
        });

    var failed = assertThrows(SubmissionFailed.class, this::submit);

    assertEquals(ExitCode.TOO_LATE, failed.exitCode());
  }

  @Test
  void aBetOfAnAgencyThatAnOperatorClosesIsTooLate() {
    central.fate(
        request -> {
          if (request instanceof Request.Batch) {
            central.state(Reply.State.CLOSED);
          }
          return FakeServer.fails(request instanceof Request.Batch, ErrorCode.AGENCY_FINISHED, 0);
        });

    var failed = assertThrows(SubmissionFailed.class, this::submit);

    assertEquals(ExitCode.TOO_LATE, failed.exitCode());
  }

  @Test
  void aBetThatIsStoredIsNotTooLate() throws Exception {
    central.store(ROW);
    central.state(Reply.State.CLOSED);

    submit();

    assertEquals(List.of(ROW), central.rows());
  }

  private void submit() throws Exception {
    try (var session = new ServerClient(central.server(Duration.ofSeconds(20)), new Random(1))) {
      new SingleSubmission(session, new AgencyId(1), BET).submit();
    }
  }
}
