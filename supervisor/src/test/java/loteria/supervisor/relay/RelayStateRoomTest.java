package loteria.supervisor.relay;

import static loteria.supervisor.relay.RelayBench.LONG;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.LocalDate;
import loteria.ipc.message.Dialect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a session's agency is read, and what lets a thread go that waits to read it. */
@Timeout(30)
class RelayStateRoomTest {
  private static final int UNANSWERED_MAX = 2;
  private static final int ALL_BYTES = 128 << 10;
  private static final int LARGE = 200 << 10;
  private static final RelayLimits LIMITS =
      new RelayLimits(1 << 20, UNANSWERED_MAX, 1 << 20, ALL_BYTES, LONG, LONG, LONG, LONG, 1000);

  private final ChunkPool pool = new ChunkPool(ALL_BYTES);
  private final RelayState state = state();
  private final RelayState other = state();
  private long end;

  @AfterEach
  void close() {
    other.close();
    state.close();
  }

  @Test
  void answerLetsTheReadingThreadGo() throws Exception {
    request(10);
    assertFalse(state.isFull());
    request(10);
    assertTrue(state.isFull());
    Thread reading = waiting(state::awaitRoom);
    state.answered(1);
    reading.join();
    assertFalse(state.isFull());
  }

  @Test
  void endLetsTheReadingThreadGo() throws Exception {
    request(10);
    request(10);
    Thread reading = waiting(state::awaitRoom);
    state.finish();
    reading.join();
    assertTrue(state.isOver());
    assertTrue(state.isFull());
  }

  @Test
  void answerDoesNotWakeAThreadThatWaitsForTheEnd() throws Exception {
    request(10);
    Thread reading = waiting(state::awaitOver);
    state.answered(1);
    await().pollDelay(Duration.ofMillis(50)).until(reading::isAlive);
    state.finish();
    reading.join();
  }

  @Test
  void onlyWhatIsLargeAndDoesNotFitNeedsThePermit() {
    assertFalse(state.needsPermit(ChunkPool.LARGE_BYTES));
    assertFalse(state.needsPermit(ALL_BYTES), "it fits");
    assertTrue(state.needsPermit(ALL_BYTES + 1));
    request(10);
    assertFalse(state.needsPermit(ALL_BYTES + 1), "what is before it makes room first");
    state.answered(1);
    assertTrue(state.needsPermit(ALL_BYTES + 1));
  }

  @Test
  void beginningOfARequestCountsAsPartOfIt() {
    append(100);
    assertFalse(state.needsPermit(ChunkPool.LARGE_BYTES - 100));
    int missing = ChunkPool.LARGE_BYTES - 99;
    assertFalse(state.needsPermit(missing), "it fits");
    while (!pool.isFull()) {
      pool.take(false, 0);
    }
    assertFalse(state.needsPermit(missing - 1));
    assertTrue(state.needsPermit(missing));
  }

  @Test
  void permitIsTheNextSessionsOnceTheRequestIsAnswered() throws Exception {
    append(10);
    assertTrue(state.acquirePermit(LARGE, Duration.ZERO));
    assertFalse(state.needsPermit(LARGE));
    requestEnds();
    assertFalse(other.acquirePermit(LARGE, Duration.ZERO), "it is not answered");
    Thread next = waiting(() -> assertTrue(other.acquirePermit(LARGE, LONG)));
    state.answered(1);
    next.join();
    assertFalse(other.needsPermit(LARGE), "it has the permit");
    assertTrue(state.needsPermit(LARGE));
  }

  @Test
  void permitIsTheNextSessionsOnceTheSessionIsOver() throws Exception {
    assertTrue(state.acquirePermit(LARGE, Duration.ZERO));
    Thread next = waiting(() -> assertTrue(other.acquirePermit(LARGE, LONG)));
    state.finish();
    next.join();
    assertFalse(other.needsPermit(LARGE), "it has the permit");
  }

  @Test
  void endWakesAThreadThatWaitsForThePermit() throws Exception {
    assertTrue(other.acquirePermit(LARGE, Duration.ZERO));
    Thread reading = waiting(() -> assertFalse(state.acquirePermit(LARGE, LONG)));
    state.finish();
    reading.join();
    assertFalse(other.needsPermit(LARGE), "it has the permit still");
  }

  @Test
  void noMoreIsAnsweredThanWasAsked() {
    request(10);
    assertThrows(IllegalStateException.class, () -> state.answered(2));
  }

  private interface Waiting {
    void run() throws InterruptedException;
  }

  /** A thread that waits; it must not end before something lets it go. */
  private static Thread waiting(Waiting waiting) {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    waiting.run();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    await()
        .until(
            () ->
                thread.getState() == Thread.State.WAITING
                    || thread.getState() == Thread.State.TIMED_WAITING);
    return thread;
  }

  private void request(int bytes) {
    append(bytes);
    requestEnds();
  }

  private void append(int bytes) {
    state.space();
    state.appended(bytes);
    end += bytes;
  }

  private void requestEnds() {
    state.requestEnds(end);
    state.framed();
  }

  private RelayState state() {
    var resume = new ResumeState(Dialect.NATIVE, 1, LocalDate.EPOCH, 0);
    return new RelayState(resume, LIMITS, pool);
  }
}
