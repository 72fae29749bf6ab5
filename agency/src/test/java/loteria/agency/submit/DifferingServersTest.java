package loteria.agency.submit;

import static loteria.agency.submit.AgencyFile.lines;
import static loteria.agency.submit.AgencyFile.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.agency.source.Batching;
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

/** An agency whose servers differ in what they have of it, or say that it is not alone. */
@Timeout(30)
class DifferingServersTest {
  private static final Batching ONE_IN_FLIGHT = new Batching(2, 8192, 1);

  @TempDir Path folder;
  @AutoClose private final FakeServer first = new FakeServer();
  @AutoClose private final FakeServer second = first.another();
  @AutoClose private final FakeServer third = first.another();

  @Test
  void aServerThatHasLessThanAnotherAcknowledgedEndsTheRun() throws Exception {
    first.fate(
        request -> {
          if (request instanceof Request.Batch(long id, int _, var _) && id == 7) {
            first.loseLastBatch();
            first.loseLastBatch();
            return new FakeServer.Twist.Cut(false);
          }
          return null;
        });

    SubmissionFailed failed = failure();

    assertEquals(ExitCode.SERVER_REFUSED, failed.exitCode());
    assertEquals(
        second.address() + ": the server acknowledged batch 6 and now knows only 4",
        failed.getMessage());
    assertEquals(List.of(), second.batchIds());
  }

  @Test
  void aServerThatHasOtherBetsThanAnotherAcknowledgedEndsTheRun() throws Exception {
    first.fate(
        request -> {
          if (request instanceof Request.Batch(long id, int _, var _) && id == 7) {
            first.loseLastBatch();
            first.store(rows(lines(30)).subList(28, 30).toArray(String[]::new));
            return new FakeServer.Twist.Cut(false);
          }
          return null;
        });

    SubmissionFailed failed = failure();

    assertEquals(ExitCode.SERVER_REFUSED, failed.exitCode());
    assertTrue(
        String.valueOf(failed.getMessage()).contains("has other bets of this agency"),
        String.valueOf(failed.getMessage()));
    assertEquals(List.of(), second.batchIds());
  }

  @Test
  void aServerThatDoesNotKnowOfAnAcknowledgedFinishEndsTheRun() throws Exception {
    first.fate(
        request -> {
          if (request instanceof Request.Results) {
            first.state(Reply.State.OPEN);
            return new FakeServer.Twist.Cut(false);
          }
          return null;
        });

    SubmissionFailed failed = failure();

    assertEquals(ExitCode.SERVER_REFUSED, failed.exitCode());
    assertEquals(
        second.address()
            + ": the server knows nothing of the end of this agency's bets, which was acknowledged",
        failed.getMessage());
    assertEquals(List.of(), second.requests(Request.Finish.class));
  }

  @Test
  void aSingleBetMovesToTheNextServerAndIsStoredOnce() throws Exception {
    first.fate(request -> request instanceof Request.Batch ? new FakeServer.Twist.Cut(true) : null);

    submitSingle();

    assertEquals(1, first.rows().size());
    assertEquals(List.of(1L), second.batchIds());
  }

  @Test
  void aSingleBetIsNotSentToAServerThatHasLessThanAnother() throws Exception {
    first.store(rows(lines(1)).getFirst());
    first.fate(
        request -> {
          if (request instanceof Request.Batch) {
            first.loseLastBatch();
            return new FakeServer.Twist.Cut(false);
          }
          return null;
        });

    var failed = assertThrows(SubmissionFailed.class, this::submitSingle);

    assertEquals(ExitCode.SERVER_REFUSED, failed.exitCode());
    assertEquals(
        second.address() + ": the server has batches up to 0 of this agency, and there were 1",
        failed.getMessage());
    assertEquals(List.of(), second.batchIds());
  }

  @Test
  void itsOwnLateHelloAtAnotherServerIsNoReasonToEnd() throws Exception {
    first.fate(request -> new FakeServer.Twist.Cut(false));
    var batches = new AtomicInteger();
    second.fate(
        request ->
            FakeServer.fails(
                request instanceof Request.Batch && batches.incrementAndGet() == 3,
                ErrorCode.SUPERSEDED,
                0));

    AgencyFile.of(folder, lines(20)).submit(servers(), ONE_IN_FLIGHT);

    assertEquals(rows(lines(20)), second.rows());
    assertEquals(2, second.requests(Request.Hello.class).size());
    assertEquals(List.of(), third.requests());
  }

  @Test
  void aSecondSupersededIsAnotherProgram() throws Exception {
    first.fate(request -> new FakeServer.Twist.Cut(false));
    second.fate(
        request -> FakeServer.fails(request instanceof Request.Batch, ErrorCode.SUPERSEDED, 0));

    assertEquals(ExitCode.SUPERSEDED, failure().exitCode());

    assertEquals(2, second.requests(Request.Hello.class).size());
  }

  private SubmissionFailed failure() throws Exception {
    AgencyFile file = AgencyFile.of(folder, lines(20));
    Servers servers = servers();
    return assertThrows(SubmissionFailed.class, () -> file.submit(servers, ONE_IN_FLIGHT));
  }

  private void submitSingle() throws Exception {
    try (var client = new ServerClient(servers(), new Random(1))) {
      new SingleSubmission(
              client, new AgencyId(1), new SingleBet("Leo", "Sosa", "5", "1990-05-17", "7"))
          .submit();
    }
  }

  private Servers servers() throws Exception {
    return FakeServer.servers(
        Duration.ofSeconds(20), first.address(), second.address(), third.address());
  }
}
