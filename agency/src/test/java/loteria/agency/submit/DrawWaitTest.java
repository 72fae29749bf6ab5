package loteria.agency.submit;

import static loteria.agency.submit.AgencyFile.lines;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import loteria.agency.progress.Progress;
import loteria.agency.source.Batching;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.runtime.ExitCode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The requests of an agency, and its progress, while it waits for the others. */
@Timeout(30)
class DrawWaitTest {
  private static final List<String> WINNERS = List.of("30904465", "21689196");
  private static final Request NOW = new Request.Results(false);
  private static final Request ONCE_DRAWN = new Request.Results(true);

  @TempDir Path folder;
  @AutoClose private final FakeServer central = new FakeServer();
  private final Watched watched = new Watched();

  @Test
  void withoutProgressOneRequestIsSent() throws Exception {
    assertEquals(WINNERS, AgencyFile.of(folder, lines(3)).submit(central));

    assertEquals(List.of(ONCE_DRAWN), central.requests(Request.Results.class));
  }

  @Test
  void progressShowsFewerMissingAgenciesAndThenTheWinners() throws Exception {
    answers(new Reply.Pending(3, 5), new Reply.Pending(2, 5), new Reply.Pending(0, 5));

    assertEquals(WINNERS, submit(new ServerClient(central.server(seconds(20)), new Random(1))));

    assertEquals(List.of("3 of 5", "2 of 5", "0 of 5"), watched.shown);
    assertEquals(List.of(NOW, NOW, NOW, ONCE_DRAWN), central.requests(Request.Results.class));
  }

  @Test
  void aDrawBetweenTwoQuestionsIsTheAnswerToTheSecond() throws Exception {
    answers(new Reply.Pending(1, 5));

    assertEquals(WINNERS, submit(new ServerClient(central.server(seconds(20)), new Random(1))));

    assertEquals(List.of("1 of 5", "0 of 5"), watched.shown);
    assertEquals(List.of(NOW, NOW), central.requests(Request.Results.class));
  }

  @Test
  void aLostConnectionIsReplacedAndNothingIsSentTwice() throws Exception {
    Deque<FakeServer.Twist> twists =
        new ArrayDeque<>(
            List.of(
                new FakeServer.Twist.Answer(new Reply.Pending(2, 5)),
                new FakeServer.Twist.Cut(false),
                new FakeServer.Twist.Answer(new Reply.Pending(1, 5))));
    central.fate(request -> request instanceof Request.Results ? twists.poll() : null);

    assertEquals(WINNERS, submit(new ServerClient(central.server(seconds(20)), new Random(1))));

    assertEquals(List.of("2 of 5", "1 of 5", "0 of 5"), watched.shown);
    assertEquals(List.of(1L, 2L), central.batchIds());
    assertEquals(1, central.requests(Request.Finish.class).size());
  }

  @Test
  void aWaitLongerThanItsPatienceIsNoReasonToGiveUp() throws Exception {
    Reply[] pending = new Reply[8];
    Arrays.fill(pending, new Reply.Pending(1, 5));
    answers(pending);

    assertEquals(WINNERS, submit(new ServerClient(central.server(seconds(1)), new Random(1))));

    assertEquals(9, watched.shown.size());
  }

  @Test
  void aNewerSessionEndsTheWaitWithoutAnotherQuestion() throws Exception {
    var superseded = new Reply.Failure(ErrorCode.SUPERSEDED, "a newer session took over");
    central.fate(
        request ->
            request instanceof Request.Results ? new FakeServer.Twist.Answer(superseded) : null);
    var session = new ServerClient(central.server(seconds(20)), new Random(1));

    var failed = assertThrows(SubmissionFailed.class, () -> submit(session));

    assertEquals(ExitCode.SUPERSEDED, failed.exitCode());
    assertEquals(1, central.requests(Request.Results.class).size());
  }

  /**
   * The server times out an agency whose machine slept; its ERROR may carry a retry time or not.
   */
  @Test
  void aTimeoutIsNoReasonToEnd() throws Exception {
    answers(
        new Reply.Pending(1, 5),
        new Reply.Failure(ErrorCode.TIMEOUT, "nothing came for 300000 ms"),
        new Reply.Failure(ErrorCode.TIMEOUT, 1, "nothing came for 300000 ms"));

    assertEquals(WINNERS, submit(new ServerClient(central.server(seconds(20)), new Random(1))));

    assertEquals(3, central.requests(Request.Hello.class).size());
    assertEquals(1, central.requests(Request.Finish.class).size());
  }

  @Test
  void aStopEndsTheWatchedWait() throws Exception {
    central.fate(
        request ->
            request instanceof Request.Results
                ? new FakeServer.Twist.Answer(new Reply.Pending(1, 5))
                : null);
    var session = new ServerClient(central.server(seconds(20)), new Random(1));
    var submitted = Doing.begun(() -> submit(session));
    await().until(() -> watched.shown.size() > 1);

    session.close();

    var ended = assertThrows(ExecutionException.class, submitted::get);
    assertInstanceOf(Stopped.class, root(ended));
  }

  private static Throwable root(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return cause == null ? thrown : root(cause);
  }

  private List<String> submit(ServerClient session) throws Exception {
    try (session) {
      return AgencyFile.of(folder, lines(3)).submit(session, new Batching(2, 8192, 4), watched);
    }
  }

  /** The replies to requests for results, in turn, before the winners. */
  private void answers(Reply... replies) {
    Deque<Reply> left = new ArrayDeque<>(List.of(replies));
    central.fate(
        request -> {
          Reply reply = request instanceof Request.Results ? left.poll() : null;
          return reply == null ? null : new FakeServer.Twist.Answer(reply);
        });
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  /** Progress is shown. */
  private static final class Watched implements Progress {
    final List<String> shown = new CopyOnWriteArrayList<>();

    @Override
    public void connected(String server) {}

    @Override
    public void stored(long bets, long bytesRead, int inFlight) {}

    @Override
    public void finished(int missing) {}

    @Override
    public boolean isWatched() {
      return true;
    }

    @Override
    public void waiting(int missing, int agencies) {
      shown.add(missing + " of " + agencies);
    }

    @Override
    public void close() {}
  }
}
