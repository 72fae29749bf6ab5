package loteria.supervisor.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ReadyWorkersTest {
  private static final Duration LONG = Duration.ofSeconds(15);

  private final ReadyWorkers workers = new ReadyWorkers(2);
  private final ReadyWorker first = new ReadyWorker(1, Path.of("one"));
  private final ReadyWorker second = new ReadyWorker(2, Path.of("two"));

  @Test
  void sessionsAreSpreadEvenly() throws InterruptedException {
    workers.admit(first);
    workers.admit(second);
    for (int i = 0; i < 10; i++) {
      workers.reserve(Duration.ZERO);
    }
    assertEquals(5, first.sessions());
    assertEquals(5, second.sessions());
  }

  @Test
  void workerWithFewestSessionsIsChosen() throws InterruptedException {
    workers.admit(first);
    assertSame(first, workers.reserve(Duration.ZERO));
    assertSame(first, workers.reserve(Duration.ZERO));
    workers.admit(second);
    assertSame(second, workers.reserve(Duration.ZERO));
    first.release();
    first.release();
    assertSame(first, workers.reserve(Duration.ZERO));
  }

  @Test
  void onlyTheActiveAreGivenSessions() throws InterruptedException {
    var third = new ReadyWorker(3, Path.of("three"));
    workers.admit(third);
    workers.admit(second);
    workers.admit(first);
    for (int i = 0; i < 100; i++) {
      workers.reserve(Duration.ZERO);
    }
    assertEquals(50, first.sessions());
    assertEquals(50, second.sessions());
    assertEquals(0, third.sessions());
  }

  @Test
  void anotherTakesThePlaceOfOneThatIsGone() throws InterruptedException {
    var third = new ReadyWorker(3, Path.of("three"));
    workers.admit(first);
    workers.admit(second);
    workers.admit(third);
    workers.withdraw(first);
    assertSame(second, workers.reserve(Duration.ZERO));
    assertSame(third, workers.reserve(Duration.ZERO));
    workers.admit(first);
    assertSame(first, workers.reserve(Duration.ZERO));
    assertSame(first, workers.reserve(Duration.ZERO));
  }

  @Test
  void withoutWorkersPatienceEnds() throws InterruptedException {
    assertNull(workers.reserve(Duration.ofMillis(20)));
    assertNull(workers.reserve(Duration.ofMillis(-1)));
  }

  @Test
  void aWaitingSessionIsServedByTheNextAdmitted() throws Exception {
    CompletableFuture<@Nullable ReadyWorker> waiting = reserveLater();
    workers.admit(first);
    assertSame(first, waiting.get(15, TimeUnit.SECONDS));
  }

  @Test
  void closingWakesWaitingSessions() throws Exception {
    CompletableFuture<@Nullable ReadyWorker> waiting = reserveLater();
    workers.close();
    assertNull(waiting.get(10, TimeUnit.SECONDS));
    assertNull(workers.reserve(LONG));
  }

  @Test
  void suspectIsNotChosenUntilAdmittedAgain() throws InterruptedException {
    workers.admit(first);
    workers.suspect(first);
    assertNull(workers.reserve(Duration.ZERO));
    workers.admit(first);
    assertSame(first, workers.reserve(Duration.ZERO));
  }

  @Test
  void workerAdmittedTwiceIsThereOnce() throws InterruptedException {
    workers.admit(first);
    workers.admit(first);
    assertEquals(1, workers.count());
    workers.withdraw(first);
    assertEquals(0, workers.count());
  }

  @Test
  void awaitsAsManyAsAreWanted() throws Exception {
    workers.admit(first);
    assertFalse(workers.await(2, Duration.ofMillis(20)));
    CompletableFuture<Boolean> waiting = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            waiting.complete(workers.await(2, LONG));
          } catch (InterruptedException e) {
            waiting.completeExceptionally(e);
          }
        });
    workers.admit(second);
    assertTrue(waiting.get(15, TimeUnit.SECONDS));
  }

  private CompletableFuture<@Nullable ReadyWorker> reserveLater() {
    var reserved = new CompletableFuture<@Nullable ReadyWorker>();
    Thread.startVirtualThread(
        () -> {
          try {
            reserved.complete(workers.reserve(LONG));
          } catch (InterruptedException e) {
            reserved.completeExceptionally(e);
          }
        });
    return reserved;
  }
}
