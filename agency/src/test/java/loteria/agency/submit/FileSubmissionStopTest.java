package loteria.agency.submit;

import static loteria.agency.submit.AgencyFile.lines;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.agency.source.Batching;
import loteria.ipc.message.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agency that is asked to end. */
@Timeout(30)
class FileSubmissionStopTest {
  private static final Batching TWO_BY_FOUR = new Batching(2, 8192, 4);
  private static final Duration PATIENT = Duration.ofSeconds(20);

  @TempDir Path folder;
  @AutoClose private final FakeServer central = new FakeServer();

  @Test
  void requestsInFlightAreAnsweredBeforeAStop() throws Exception {
    var held = new Held();
    central.fate(held);
    AgencyFile file = AgencyFile.of(folder, lines(100));
    var session = new ServerClient(central.server(PATIENT), new Random(1));
    var submitted = Doing.begun(() -> file.submit(session, TWO_BY_FOUR));
    await().until(() -> held.batches.get() > 0);

    var closed =
        Doing.begun(
            () -> {
              session.close();
              return true;
            });
    await().until(session::stopping);
    held.release();
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
        request -> request instanceof Request.Results ? new FakeServer.Twist.Silence() : null);
    AgencyFile file = AgencyFile.of(folder, lines(3));
    var session = new ServerClient(central.server(PATIENT), new Random(1));
    var submitted = Doing.begun(() -> file.submit(session, TWO_BY_FOUR));
    await().until(() -> !central.requests(Request.Results.class).isEmpty());

    session.close();

    var ended = assertThrows(ExecutionException.class, submitted::get);
    assertTrue(String.valueOf(ended.getCause()).contains("Stopped"), String.valueOf(ended));
  }

  /** Holds the first batch back until released. */
  private static final class Held implements FakeServer.Fate {
    final AtomicInteger batches = new AtomicInteger();
    private final CompletableFuture<Void> go = new CompletableFuture<>();

    @Override
    public FakeServer.@Nullable Twist of(Request request) {
      if (request instanceof Request.Batch) {
        batches.incrementAndGet();
        go.join();
      }
      return null;
    }

    void release() {
      go.complete(null);
    }
  }
}
