package loteria.ipc.io;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeadlinesTest {
  private final AtomicInteger expired = new AtomicInteger();

  @Test
  void deadlineExpiresOnceAndNotBefore() {
    try (var deadlines = new Deadlines()) {
      var first = new One(Deadlines.in(Duration.ofMillis(250)));
      var muchLater = new One(Deadlines.in(Duration.ofMillis(900)));
      deadlines.watch(muchLater);
      deadlines.watch(first);
      await().until(() -> muchLater.times.get() > 0);
      assertEquals(1, first.times.get());
      assertTrue(first.expiredAtNanos - first.deadlineNanos >= 0, "too early");
      assertTrue(muchLater.expiredAtNanos - muchLater.deadlineNanos >= 0, "too early");
    }
  }

  @Test
  void forgottenOrEndlessOperationsDoNotExpire() {
    try (var deadlines = new Deadlines()) {
      var never = new One(Deadlines.NEVER);
      var forgotten = new One(Deadlines.in(Duration.ofMillis(150)));
      var marker = new One(Deadlines.in(Duration.ofMillis(500)));
      deadlines.watch(never);
      deadlines.watch(forgotten);
      deadlines.watch(marker);
      deadlines.forget(forgotten);
      await().until(() -> marker.times.get() > 0);
      assertEquals(0, never.times.get());
      assertEquals(0, forgotten.times.get());
    }
  }

  /** Both are late in the same round; the one that expires forgets the other. */
  @Test
  void operationForgottenInTheSameRoundDoesNotExpire() {
    try (var deadlines = new Deadlines()) {
      long deadline = Deadlines.in(Duration.ofMillis(300));
      var pair = new Deadlines.Watched[2];
      for (int i = 0; i < pair.length; i++) {
        int other = 1 - i;
        pair[i] =
            new One(deadline) {
              @Override
              public void expire() {
                super.expire();
                deadlines.forget(pair[other]);
              }
            };
      }
      var marker = new One(Deadlines.in(Duration.ofMillis(600)));
      deadlines.watch(pair[0]);
      deadlines.watch(pair[1]);
      deadlines.watch(marker);
      await().until(() -> marker.times.get() > 0);
      assertEquals(2, expired.get(), "one of the pair, and the marker");
    }
  }

  @Test
  void oneThatFailsDoesNotEndTheWatch() {
    try (var deadlines = new Deadlines()) {
      deadlines.watch(
          new One(Deadlines.in(Duration.ZERO)) {
            @Override
            public void expire() {
              super.expire();
              throw new IllegalStateException("fails on purpose");
            }
          });
      await().until(() -> expired.get() == 1);
      deadlines.watch(new One(Deadlines.in(Duration.ZERO)));
      await().until(() -> expired.get() == 2);
    }
  }

  @Test
  void furthestDeadlineIsInTheFuture() {
    long deadline = Deadlines.in(Duration.ofDays(365_000_000));
    assertTrue(deadline - System.nanoTime() > 0);
  }

  private class One implements Deadlines.Watched {
    final long deadlineNanos;
    final AtomicInteger times = new AtomicInteger();
    volatile long expiredAtNanos;

    One(long deadlineNanos) {
      this.deadlineNanos = deadlineNanos;
    }

    @Override
    public long deadlineNanos() {
      return deadlineNanos;
    }

    @Override
    public void expire() {
      expiredAtNanos = System.nanoTime();
      times.incrementAndGet();
      expired.incrementAndGet();
    }
  }
}
