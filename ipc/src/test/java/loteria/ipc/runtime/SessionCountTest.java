package loteria.ipc.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SessionCountTest {
  /** As many as there may be connections. */
  private static final int MANY = 1_000_000;

  private final SessionCount sessions = new SessionCount();

  @Test
  void noSessionMeansNoWait() throws InterruptedException {
    sessions.awaitNone();
    sessions.begin();
    sessions.end();
    sessions.awaitNone();
  }

  @Test
  void aMillionAreWaitedForToTheLast() throws Exception {
    for (int i = 0; i < MANY; i++) {
      sessions.begin();
    }
    Thread waiting = Thread.ofPlatform().start(this::awaitNone);
    for (int i = 1; i < MANY; i++) {
      sessions.end();
    }
    await().until(() -> waiting.getState() == Thread.State.WAITING);
    sessions.end();
    waiting.join();
  }

  @Test
  void sessionsOfManyThreadsAreCountedOnce() throws Exception {
    var begin = new CountDownLatch(1);
    sessions.begin();
    CompletableFuture<?>[] threads = new CompletableFuture<?>[8];
    for (int thread = 0; thread < threads.length; thread++) {
      threads[thread] = CompletableFuture.runAsync(() -> beginAndEnd(begin));
    }
    begin.countDown();
    CompletableFuture.allOf(threads).join();
    var waiting = CompletableFuture.runAsync(this::awaitNone);
    assertTrue(!waiting.isDone());
    sessions.end();
    waiting.join();
  }

  private void beginAndEnd(CountDownLatch begin) {
    try {
      begin.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    for (int i = 0; i < 20_000; i++) {
      sessions.begin();
      sessions.end();
    }
  }

  private void awaitNone() {
    try {
      sessions.awaitNone();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
