package loteria.supervisor.relay;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which session may hold more than is left for all. */
@Timeout(30)
class ChunkPoolTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final int ALL_BYTES = ChunkPool.SMALL_BYTES;

  private final ChunkPool pool = new ChunkPool(ALL_BYTES);
  private final ChunkPool.Permit first = pool.permit();
  private final ChunkPool.Permit second = pool.permit();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    second.close();
    first.close();
    threads.close();
  }

  @Test
  void requestThatFitsNeedsNoTurn() throws InterruptedException {
    assertTrue(first.covers(ALL_BYTES));
    assertFalse(first.covers(ALL_BYTES + 1));
    assertTrue(first.acquire(ALL_BYTES, AT_ONCE));
    assertTrue(second.acquire(ALL_BYTES + 1, AT_ONCE), "the turn is still to be had");
  }

  @Test
  void whoHasTheTurnNeedsNoRoom() throws InterruptedException {
    ByteBuffer all = pool.take(false, 0);
    assertTrue(pool.isFull());
    assertFalse(first.covers(1));
    assertTrue(first.acquire(1, AT_ONCE));
    assertTrue(first.covers(ALL_BYTES));
    assertFalse(second.covers(1));
    pool.giveBack(all);
  }

  @Test
  void whoseTurnDoesNotComeInTimeIsRefused() throws InterruptedException {
    assertTrue(first.acquire(ALL_BYTES + 1, AT_ONCE));
    assertFalse(second.acquire(ALL_BYTES + 1, AT_ONCE));
    long begun = System.nanoTime();
    assertFalse(second.acquire(ALL_BYTES + 1, Duration.ofMillis(50)));
    assertTrue(System.nanoTime() - begun >= Duration.ofMillis(50).toNanos());
  }

  @Test
  void turnPassesToAWaitingSessionOnceItIsReleased() throws Exception {
    assertTrue(first.acquire(ALL_BYTES + 1, AT_ONCE));
    Future<Boolean> acquired = acquireWaiting(ALL_BYTES + 1);
    first.release();
    assertTrue(acquired.get());
    assertFalse(first.acquire(ALL_BYTES + 1, AT_ONCE));
    first.release();
    assertTrue(second.covers(ALL_BYTES + 1), "only who has it can release it");
  }

  @Test
  void turnPassesToAWaitingSessionOnceItsSessionIsClosed() throws Exception {
    assertTrue(first.acquire(ALL_BYTES + 1, AT_ONCE));
    Future<Boolean> acquired = acquireWaiting(ALL_BYTES + 1);
    first.close();
    assertTrue(acquired.get());
    assertFalse(first.acquire(1, AT_ONCE));
  }

  @Test
  void waitingSessionContinuesOnceOthersHaveMadeRoom() throws Exception {
    ByteBuffer all = pool.take(false, 0);
    assertTrue(first.acquire(1, AT_ONCE));
    Future<Boolean> acquired = acquireWaiting(1);
    pool.giveBack(all);
    assertTrue(acquired.get());
    assertFalse(second.covers(ALL_BYTES + 1), "it has the room, not the turn");
  }

  @Test
  void sessionThatEndsWaitsNoMore() throws Exception {
    assertTrue(first.acquire(ALL_BYTES + 1, AT_ONCE));
    Future<Boolean> acquired = acquireWaiting(ALL_BYTES + 1);
    second.close();
    assertFalse(acquired.get());
    assertTrue(first.covers(ALL_BYTES + 1));
  }

  @Test
  void oneSessionAtATimeHasTheTurn() throws Exception {
    var having = new AtomicInteger();
    List<Future<?>> ended = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ended.add(threads.submit(() -> takeTurns(having)));
    }
    for (Future<?> one : ended) {
      one.get();
    }
    assertTrue(first.acquire(ALL_BYTES + 1, AT_ONCE), "all have been released");
  }

  private @Nullable Object takeTurns(AtomicInteger having) throws InterruptedException {
    try (ChunkPool.Permit permit = pool.permit()) {
      for (int turn = 0; turn < 500; turn++) {
        assertTrue(permit.acquire(ALL_BYTES + 1, LONG));
        assertEquals(1, having.incrementAndGet());
        for (int spin = 0; spin < 1000; spin++) {
          Thread.onSpinWait();
        }
        assertEquals(0, having.decrementAndGet());
        permit.release();
      }
    }
    return null;
  }

  /** Has the second session wait for so many bytes. */
  private Future<Boolean> acquireWaiting(long bytes) {
    Future<Boolean> acquired = threads.submit(() -> second.acquire(bytes, LONG));
    await().until(() -> pool.waiting() == 1);
    assertFalse(acquired.isDone());
    return acquired;
  }
}
