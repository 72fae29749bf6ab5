package loteria.agency.submit;

import static loteria.agency.submit.AgencyFile.lines;
import static loteria.agency.submit.AgencyFile.rows;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.agency.progress.Progress;
import loteria.agency.source.Batching;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.AgencyId;
import loteria.ipc.runtime.ExitCode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agency that has several servers with one ledger, and one of them stops serving it. */
@Timeout(30)
class NextServerTest {
  private static final Batching TWO_BY_FOUR = new Batching(2, 8192, 4);
  private static final Duration PATIENT = Duration.ofSeconds(20);

  /** A wait of this length would be seen as the end of the test. */
  private static final int FOREVER_MS = 3_600_000;

  @TempDir Path folder;
  @AutoClose private final FakeServer first = new FakeServer();
  @AutoClose private final FakeServer second = first.another();
  @AutoClose private final FakeServer third = first.another();

  @Test
  void agenciesBeginWithDifferentServers() {
    List<ServerAddress> addresses =
        List.of(new ServerAddress("a", 1), new ServerAddress("b", 1), new ServerAddress("c", 1));
    List<Integer> begunWith = new ArrayList<>();
    for (int agency = 1; agency <= 7; agency++) {
      begunWith.add(new Servers(addresses, new AgencyId(agency), "", PATIENT, null).first());
    }

    assertEquals(List.of(1, 2, 0, 1, 2, 0, 1), begunWith);
  }

  @Test
  void whileTheFirstServesNoOtherIsAsked() throws Exception {
    submit(lines(20));

    assertEquals(rows(lines(20)), first.rows());
    assertEquals(List.of(), second.requests());
    assertEquals(List.of(), third.requests());
  }

  @Test
  void whenAServerDiesTheNextGetsTheRestAndEachBetIsStoredOnce() throws Exception {
    var batches = new AtomicInteger();
    first.fate(
        request -> {
          if (request instanceof Request.Batch && batches.incrementAndGet() == 5) {
            var _ =
                Doing.unchecked(
                    () -> {
                      first.close();
                      return true;
                    });
          }
          return null;
        });

    assertEquals(2, submit(lines(60)).size());

    assertEquals(rows(lines(60)), second.rows());
    assertEquals(1, second.requests(Request.Finish.class).size());
    assertEquals(List.of(), third.requests());
  }

  @Test
  void theNextConnectionAfterALostOneIsToTheNextServer() throws Exception {
    List<FakeServer> inTurn = List.of(first, second, third);
    List<FakeServer> asked = new CopyOnWriteArrayList<>();
    var batches = new AtomicInteger();
    for (FakeServer server : inTurn) {
      server.fate(
          request -> {
            if (request instanceof Request.Hello) {
              asked.add(server);
            }
            return request instanceof Request.Batch && batches.incrementAndGet() % 7 == 0
                ? new FakeServer.Twist.Cut(batches.get() % 2 == 0)
                : null;
          });
    }

    submit(lines(60));

    assertEquals(rows(lines(60)), first.rows());
    assertTrue(asked.size() > 4, asked.size() + " connections");
    for (int i = 0; i < asked.size(); i++) {
      assertSame(inTurn.get(i % 3), asked.get(i), "connection " + i);
    }
  }

  @Test
  void aServerThatCannotBeReachedIsPassedOver() throws Exception {
    try (SocketChannel reserved = FakeServer.reservedPort()) {
      ServerAddress nobody = FakeServer.address(FakeServer.port(reserved));

      submit(FakeServer.servers(PATIENT, nobody, second.address()), lines(20));
    }
    assertEquals(rows(lines(20)), second.rows());
  }

  @Test
  void aServerThatIsUnavailableIsNotWaitedForWhileThereIsAnother() throws Exception {
    first.fate(
        request ->
            FakeServer.fails(request instanceof Request.Hello, ErrorCode.UNAVAILABLE, FOREVER_MS));
    second.fate(
        request ->
            FakeServer.fails(request instanceof Request.Batch, ErrorCode.DISK_FULL, FOREVER_MS));

    submit(lines(20));

    assertEquals(rows(lines(20)), third.rows());
    assertEquals(1, first.requests(Request.Hello.class).size());
    assertEquals(1, second.requests(Request.Hello.class).size());
  }

  @Test
  void whenAllAreDownTheFirstThatComesBackIsUsed() throws Exception {
    try (SocketChannel one = FakeServer.reservedPort();
        SocketChannel other = FakeServer.reservedPort()) {
      Servers down =
          FakeServer.servers(
              PATIENT,
              FakeServer.address(FakeServer.port(one)),
              FakeServer.address(FakeServer.port(other)));
      var submitted = Doing.begun(() -> submit(down, lines(7)));
      try (FakeServer back = first.another(FakeServer.port(other))) {
        assertEquals(2, submitted.get().size());
        assertEquals(List.of(1L, 2L, 3L, 4L), back.batchIds());
      }
    }
    assertEquals(rows(lines(7)), first.rows());
  }

  @Test
  void tryingEndsWhenNoneOfThemEverComes() throws Exception {
    try (SocketChannel one = FakeServer.reservedPort();
        SocketChannel other = FakeServer.reservedPort()) {
      Servers down =
          FakeServer.servers(
              Duration.ofSeconds(1),
              FakeServer.address(FakeServer.port(one)),
              FakeServer.address(FakeServer.port(other)));

      SubmissionFailed failed = failure(down, lines(2));

      assertEquals(ExitCode.GAVE_UP, failed.exitCode());
      assertTrue(
          String.valueOf(failed.getMessage())
              .startsWith("no progress for 1 s with any of 2 servers, last failure: 127.0.0.1:"),
          String.valueOf(failed.getMessage()));
    }
  }

  @Test
  void aServerThatSaysNothingDoesNotKeepTheOthersFromBeingTried() throws Exception {
    first.fate(request -> new FakeServer.Twist.Silence());
    second.fate(request -> new FakeServer.Twist.Silence());

    submit(servers(Duration.ofMillis(500)), lines(20));

    assertEquals(rows(lines(20)), third.rows());
  }

  @Test
  void theWaitForTheWinnersMovesToTheNextServerWithoutAnotherFinish() throws Exception {
    first.fate(
        request -> request instanceof Request.Results ? new FakeServer.Twist.Silence() : null);
    var submitted = Doing.begun(() -> submit(lines(3)));
    await().until(() -> !first.requests(Request.Results.class).isEmpty());

    first.close();

    assertEquals(2, submitted.get().size());
    assertEquals(1, second.requests(Request.Results.class).size());
    assertEquals(List.of(), second.requests(Request.Finish.class));
  }

  @Test
  void aRefusalIsFinalAndNamesItsServer() throws Exception {
    for (ErrorCode code :
        List.of(
            ErrorCode.UNKNOWN_AGENCY,
            ErrorCode.UNKNOWN_DRAW,
            ErrorCode.DRAWN,
            ErrorCode.AGENCY_FINISHED,
            ErrorCode.NOT_YOURS,
            ErrorCode.SUPERSEDED)) {
      first.fate(request -> FakeServer.fails(true, code, 0));

      SubmissionFailed failed = failure(servers(PATIENT), lines(2));

      assertEquals(
          first.address() + ": the server refuses (" + code + "): no more", failed.getMessage());
      assertEquals(
          code == ErrorCode.SUPERSEDED ? ExitCode.SUPERSEDED : ExitCode.SERVER_REFUSED,
          failed.exitCode());
    }
    first.fate(
        request ->
            new FakeServer.Twist.OtherVersion(new Reply.Failure(ErrorCode.MALFORMED, "what?")));
    assertEquals(ExitCode.SERVER_REFUSED, failure(servers(PATIENT), lines(2)).exitCode());
    assertEquals(List.of(), second.requests());
  }

  @Test
  void progressNamesTheServer() throws Exception {
    var batches = new AtomicInteger();
    first.fate(
        request ->
            request instanceof Request.Batch && batches.incrementAndGet() == 3
                ? new FakeServer.Twist.Cut(false)
                : null);
    var progress = new Connected();

    submit(servers(PATIENT), lines(20), progress);
    assertEquals(
        List.of(first.address().toString(), second.address().toString()), progress.servers);

    progress.servers.clear();
    submit(second.server(PATIENT), lines(20), progress);
    assertEquals(List.of(""), progress.servers);
  }

  @Test
  void aStopEndsTheWaitForTheNextTry() throws Exception {
    for (FakeServer server : List.of(first, second, third)) {
      server.fate(request -> FakeServer.fails(true, ErrorCode.UNAVAILABLE, FOREVER_MS));
    }
    var client = new ServerClient(servers(Duration.ofHours(2)), new Random(1));
    AgencyFile file = AgencyFile.of(folder, lines(3));
    CompletableFuture<List<String>> submitted = Doing.begun(() -> file.submit(client, TWO_BY_FOUR));
    await().until(() -> !third.requests().isEmpty());

    client.close();

    var ended = assertThrows(Exception.class, () -> submitted.get(5, TimeUnit.SECONDS));
    assertTrue(String.valueOf(ended.getCause()).contains("Stopped"), String.valueOf(ended));
    assertEquals(1, first.requests().size());
  }

  private Servers servers(Duration giveUpAfter) throws Exception {
    return FakeServer.servers(giveUpAfter, first.address(), second.address(), third.address());
  }

  private List<String> submit(List<String> lines) throws Exception {
    return submit(servers(PATIENT), lines);
  }

  private List<String> submit(Servers servers, List<String> lines) throws Exception {
    return AgencyFile.of(folder, lines).submit(servers, TWO_BY_FOUR);
  }

  private void submit(Servers servers, List<String> lines, Progress progress) throws Exception {
    try (var client = new ServerClient(servers, new Random(1))) {
      AgencyFile.of(folder, lines).submit(client, TWO_BY_FOUR, progress);
    }
  }

  private SubmissionFailed failure(Servers servers, List<String> lines) throws Exception {
    AgencyFile file = AgencyFile.of(folder, lines);
    return assertThrows(SubmissionFailed.class, () -> file.submit(servers, TWO_BY_FOUR));
  }

  /** Keeps the servers that it was connected to. */
  private static final class Connected implements Progress {
    final List<String> servers = new ArrayList<>();

    @Override
    public void connected(String server) {
      servers.add(server);
    }

    @Override
    public void stored(long bets, long bytesRead, int inFlight) {}

    @Override
    public void finished(int missing) {}

    @Override
    public boolean isWatched() {
      return false;
    }

    @Override
    public void waiting(int missing, int agencies) {}

    @Override
    public void close() {}
  }
}
