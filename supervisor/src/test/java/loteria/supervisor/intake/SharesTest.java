package loteria.supervisor.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharesTest {
  @Test
  void peerMayHaveSoManyAndNoMore() {
    var shares = new Shares<String>(2);
    assertTrue(shares.take("a"));
    assertTrue(shares.take("a"));
    assertFalse(shares.take("a"));
    assertTrue(shares.take("b"), "of another");
  }

  /** Each connection is released at its end, one that was refused too. */
  @Test
  void refusedOneCountsUntilItIsReleased() {
    var shares = new Shares<String>(1);
    assertTrue(shares.take("a"));
    assertFalse(shares.take("a"));
    shares.release("a");
    assertFalse(shares.take("a"), "the refused one is still there");
    shares.release("a");
    shares.release("a");
    assertTrue(shares.take("a"));
  }

  @Test
  void releaseOfOneThatWasNotTakenChangesNothing() {
    var shares = new Shares<String>(1);
    shares.release("a");
    assertTrue(shares.take("a"));
    assertFalse(shares.take("a"));
  }

  @Test
  void zeroIsAnyNumber() {
    var shares = new Shares<Integer>(0);
    for (int i = 0; i < 1000; i++) {
      assertTrue(shares.take(7));
    }
    shares.release(7);
    assertTrue(shares.take(7));
  }

  @Test
  void threadsTogetherGetNoMoreThanTheShare() {
    var shares = new Shares<Integer>(3);
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var taken = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        var _ =
            threads.submit(
                () -> {
                  for (int round = 0; round < 100; round++) {
                    if (shares.take(1)) {
                      taken.incrementAndGet();
                      most.accumulateAndGet(now.incrementAndGet(), Math::max);
                      Thread.onSpinWait();
                      now.decrementAndGet();
                    }
                    shares.release(1);
                  }
                });
      }
    }
    assertTrue(most.get() <= 3, most + " at a time");
    assertTrue(taken.get() > 0);
    assertEquals(0, now.get());
    assertTrue(shares.take(1), "all have been released");
  }
}
