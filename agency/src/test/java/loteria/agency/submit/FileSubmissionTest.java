package loteria.agency.submit;

import static loteria.agency.submit.AgencyFile.line;
import static loteria.agency.submit.AgencyFile.lines;
import static loteria.agency.submit.AgencyFile.row;
import static loteria.agency.submit.AgencyFile.rows;
import static org.awaitility.Awaitility.await;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.agency.source.Batching;
import loteria.ipc.process.ExitCode;
import loteria.ipc.wire.ErrorCode;
import loteria.ipc.wire.Reply;
import loteria.ipc.wire.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FileSubmissionTest {
  private static final Batching TWO_BY_FOUR = new Batching(2, 8192, 4);
  private static final Duration PATIENT = Duration.ofSeconds(20);

  @TempDir Path folder;
  private FakeCentral central;

  @BeforeEach
  void open() throws Exception {
    central = new FakeCentral();
  }

  @AfterEach
  void close() throws Exception {
    central.close();
  }

  @Test
  void everyBetIsStoredOnceInOrderAndWinnersAreTold() throws Exception {
    List<String> winners = AgencyFile.of(folder, lines(101)).submit(central);

    assertEquals(rows(lines(101)), central.rows());
    assertEquals(51, central.lastBatch());
    assertEquals(List.of("30904465", "21689196"), winners);
    assertEquals(List.of(new Request.Finish(51, 101)), central.requests(Request.Finish.class));
    assertFalse(Files.exists(folder.resolve("bets.csv.rejected.csv")));
  }

  @Test
  void anEmptyFileIsFinishedAtOnce() throws Exception {
    AgencyFile.of(folder, List.of()).submit(central);

    assertEquals(List.of(new Request.Finish(0, 0)), central.requests(Request.Finish.class));
  }

  @Test
  void aRunBeforeIsGoneOnWithWhateverItsBatchesWere() throws Exception {
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
  void rowsRefusedBeforeGetANewChanceWhenTheServerHasNothing() throws Exception {
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
    assertEquals(List.of(new Request.Finish(15, 28)), central.requests(Request.Finish.class));
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
  void aLostConnectionIsTakenUpAgainWhereTheServerStands() throws Exception {
    var cuts = new AtomicInteger();
    central.fate(
        request ->
            request instanceof Request.Batch(long id, int _, var _)
                    && (id == 3 || id == 9)
                    && cuts.incrementAndGet() <= 3
                ? new FakeCentral.Twist.Cut(id == 3)
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
                ? new FakeCentral.Twist.Cut(false)
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
                ? new FakeCentral.Twist.Cut(false)
                : null);

    AgencyFile.of(folder, lines(3)).submit(central);

    assertEquals(2, central.requests(Request.Finish.class).size());
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

  @Test
  void anErrorWithATimeIsTriedAgainAfterIt() throws Exception {
    var asked = new AtomicInteger();
    central.fate(
        request ->
            request instanceof Request.Batch && asked.incrementAndGet() <= 3
                ? new FakeCentral.Twist.Answer(
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
            new FakeCentral.Twist.Answer(
                new Reply.Failure(ErrorCode.UNKNOWN_AGENCY, "there is no agency 1")));

    SubmissionFailed failed = failure(lines(2));

    assertEquals(ExitCode.SERVER_REFUSED, failed.exitCode());
    assertTrue(String.valueOf(failed.getMessage()).contains("there is no agency 1"));
    assertEquals(1, central.requests().size());
  }

  @Test
  void aServerThatComesLaterIsWaitedFor() throws Exception {
    int port = FakeCentral.freePort();
    AgencyFile file = AgencyFile.of(folder, lines(7));
    var submitted = begun(() -> file.submit(FakeCentral.server(port, PATIENT), TWO_BY_FOUR));

    try (var late = new FakeCentral(port)) {
      assertEquals(2, submitted.get().size());
      assertEquals(rows(lines(7)), late.rows());
    }
  }

  @Test
  void aServerThatNeverComesIsGivenUp() throws Exception {
    Server nobody = FakeCentral.server(FakeCentral.freePort(), Duration.ofMillis(300));
    AgencyFile file = AgencyFile.of(folder, lines(2));

    var failed = assertThrows(SubmissionFailed.class, () -> file.submit(nobody, TWO_BY_FOUR));

    assertEquals(ExitCode.GAVE_UP, failed.exitCode());
  }

  @Test
  void aServerThatFallsSilentIsGivenUp() throws Exception {
    central.fate(
        request -> request instanceof Request.Batch ? new FakeCentral.Twist.Silence() : null);
    AgencyFile file = AgencyFile.of(folder, lines(2));

    var failed =
        assertThrows(
            SubmissionFailed.class,
            () -> file.submit(central.server(Duration.ofMillis(300)), TWO_BY_FOUR));

    assertEquals(ExitCode.GAVE_UP, failed.exitCode());
  }

  @Test
  void whatIsInFlightIsAnsweredBeforeAStop() throws Exception {
    var held = new Held();
    central.fate(held);
    AgencyFile file = AgencyFile.of(folder, lines(100));
    var session = new Central(central.server(PATIENT), new Random(1));
    var submitted = begun(() -> file.submit(session, TWO_BY_FOUR));
    await().until(() -> held.batches.get() > 0);

    var closed =
        begun(
            () -> {
              session.close();
              return true;
            });
    await().until(session::stopping);
    held.letGo();
    closed.get();

    var ended = assertThrows(ExecutionException.class, submitted::get);
    assertTrue(String.valueOf(ended.getCause()).contains("Stopped"), String.valueOf(ended));
    assertEquals(central.batchIds().size(), central.lastBatch());
    assertEquals(List.of(), central.requests(Request.Finish.class));
    assertTrue(central.lastBatch() < 50);
  }

  @Test
  void aStopEndsTheWaitForTheDraw() throws Exception {
    central.fate(
        request -> request instanceof Request.Results ? new FakeCentral.Twist.Silence() : null);
    AgencyFile file = AgencyFile.of(folder, lines(3));
    var session = new Central(central.server(PATIENT), new Random(1));
    var submitted = begun(() -> file.submit(session, TWO_BY_FOUR));
    await().until(() -> !central.requests(Request.Results.class).isEmpty());

    session.close();

    var ended = assertThrows(ExecutionException.class, submitted::get);
    assertTrue(String.valueOf(ended.getCause()).contains("Stopped"), String.valueOf(ended));
  }

  private SubmissionFailed failure(List<String> lines) throws Exception {
    AgencyFile file = AgencyFile.of(folder, lines);
    return assertThrows(SubmissionFailed.class, () -> file.submit(central));
  }

  /** Holds the first batch back until told. */
  private static final class Held implements FakeCentral.Fate {
    final AtomicInteger batches = new AtomicInteger();
    private final CompletableFuture<Void> go = new CompletableFuture<>();

    @Override
    public FakeCentral.@Nullable Twist of(Request request) {
      if (request instanceof Request.Batch) {
        batches.incrementAndGet();
        go.join();
      }
      return null;
    }

    void letGo() {
      go.complete(null);
    }
  }

  private static int linesOf(AgencyFile file) {
    return unchecked(file::rejectedLines).size();
  }

  private interface Doing<T> {
    T did() throws Exception;
  }

  private static <T> CompletableFuture<T> begun(Doing<T> doing) {
    return CompletableFuture.supplyAsync(() -> unchecked(doing), Thread.ofVirtual()::start);
  }

  private static <T> T unchecked(Doing<T> doing) {
    try {
      return doing.did();
    } catch (Exception e) {
      throw new IllegalStateException(e.toString(), e);
    }
  }
}
