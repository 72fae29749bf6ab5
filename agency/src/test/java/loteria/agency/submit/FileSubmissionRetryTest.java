package loteria.agency.submit;

import static loteria.agency.submit.AgencyFile.line;
import static loteria.agency.submit.AgencyFile.lines;
import static loteria.agency.submit.AgencyFile.row;
import static loteria.agency.submit.AgencyFile.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.agency.source.Batching;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.runtime.ExitCode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agency whose server breaks off, is not there, or refuses. */
@Timeout(30)
class FileSubmissionRetryTest {
  private static final Batching TWO_BY_FOUR = new Batching(2, 8192, 4);
  private static final Duration PATIENT = Duration.ofSeconds(20);

  @TempDir Path folder;
  @AutoClose private final FakeServer central = new FakeServer();

  @Test
  void aLostConnectionIsTakenUpAgainWhereTheServerStands() throws Exception {
    var cuts = new AtomicInteger();
    central.fate(
        request ->
            request instanceof Request.Batch(long id, int _, var _)
                    && (id == 3 || id == 9)
                    && cuts.incrementAndGet() <= 3
                ? new FakeServer.Twist.Cut(id == 3)
                : null);

    AgencyFile.of(folder, lines(40)).submit(central);

    assertEquals(rows(lines(40)), central.rows());
  }

  @Test
  void aBreakWhileWaitingForTheDrawIsSurvivedWithoutAnotherFinish() throws Exception {
    var asked = new AtomicInteger();
    central.fate(
        request ->
            request instanceof Request.Results && asked.incrementAndGet() <= 2
                ? new FakeServer.Twist.Cut(false)
                : null);

    List<String> winners = AgencyFile.of(folder, lines(3)).submit(central);

    assertEquals(2, winners.size());
    assertEquals(1, central.requests(Request.Finish.class).size());
    assertEquals(3, central.requests(Request.Results.class).size());
  }

  @Test
  void aFinishWithoutItsAnswerIsSaidAgain() throws Exception {
    var asked = new AtomicInteger();
    central.fate(
        request ->
            request instanceof Request.Finish && asked.incrementAndGet() == 1
                ? new FakeServer.Twist.Cut(false)
                : null);

    AgencyFile.of(folder, lines(3)).submit(central);

    assertEquals(2, central.requests(Request.Finish.class).size());
  }

  @Test
  void aFinishSaidByARunBeforeMayBeFoundLate() throws Exception {
    central.store(row(line(1)), row(line(2)));
    var hellos = new AtomicInteger();
    central.fate(
        request -> {
          if (!(request instanceof Request.Hello)) {
            return null;
          }
          if (hellos.incrementAndGet() == 1) {
            return new FakeServer.Twist.AnswerAndFail(
                new Reply.Failure(ErrorCode.UNAVAILABLE, 1, "try again"));
          }
          central.state(Reply.State.FINISHED);
          return null;
        });

    List<String> winners = AgencyFile.of(folder, lines(2)).submit(central);

    assertEquals(2, winners.size());
    assertEquals(2, hellos.get());
    assertEquals(List.of(), central.requests(Request.Finish.class));
  }

  @Test
  void anErrorWithATimeIsTriedAgainAfterIt() throws Exception {
    var asked = new AtomicInteger();
    central.fate(
        request ->
            request instanceof Request.Batch && asked.incrementAndGet() <= 3
                ? new FakeServer.Twist.Answer(
                    new Reply.Failure(ErrorCode.UNAVAILABLE, 5, "no worker"))
                : null);

    AgencyFile.of(folder, lines(20)).submit(central);

    assertEquals(rows(lines(20)), central.rows());
    assertEquals(4, central.requests(Request.Hello.class).size());
  }

  @Test
  void anErrorWithoutATimeIsFinal() throws Exception {
    central.fate(
        request ->
            new FakeServer.Twist.Answer(
                new Reply.Failure(ErrorCode.UNKNOWN_AGENCY, "there is no agency 1")));

    SubmissionFailed failed = failure(lines(2));

    assertEquals(ExitCode.SERVER_REFUSED, failed.exitCode());
    assertTrue(String.valueOf(failed.getMessage()).contains("there is no agency 1"));
    assertEquals(1, central.requests().size());
  }

  @Test
  void aServerThatComesLaterIsWaitedFor() throws Exception {
    AgencyFile file = AgencyFile.of(folder, lines(7));
    try (SocketChannel reserved = FakeServer.reservedPort()) {
      int port = FakeServer.port(reserved);
      Servers late = FakeServer.servers(PATIENT, FakeServer.address(port));
      var submitted = Doing.begun(() -> file.submit(late, TWO_BY_FOUR));
      try (var central = new FakeServer(port)) {
        assertEquals(2, submitted.get().size());
        assertEquals(rows(lines(7)), central.rows());
      }
    }
  }

  @Test
  void tryingEndsWhenTheServerNeverComes() throws Exception {
    AgencyFile file = AgencyFile.of(folder, lines(2));
    try (SocketChannel reserved = FakeServer.reservedPort()) {
      ServerAddress address = FakeServer.address(FakeServer.port(reserved));
      Servers nobody = FakeServer.servers(Duration.ofMillis(300), address);

      var failed = assertThrows(SubmissionFailed.class, () -> file.submit(nobody, TWO_BY_FOUR));

      assertEquals(ExitCode.GAVE_UP, failed.exitCode());
    }
  }

  @Test
  void tryingEndsWhenTheServerFallsSilent() throws Exception {
    central.fate(
        request -> request instanceof Request.Batch ? new FakeServer.Twist.Silence() : null);
    AgencyFile file = AgencyFile.of(folder, lines(2));

    var failed =
        assertThrows(
            SubmissionFailed.class,
            () -> file.submit(central.server(Duration.ofMillis(300)), TWO_BY_FOUR));

    assertEquals(ExitCode.GAVE_UP, failed.exitCode());
  }

  private SubmissionFailed failure(List<String> lines) throws Exception {
    AgencyFile file = AgencyFile.of(folder, lines);
    return assertThrows(SubmissionFailed.class, () -> file.submit(central));
  }
}
