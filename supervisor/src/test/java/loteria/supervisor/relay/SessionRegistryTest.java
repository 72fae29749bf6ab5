package loteria.supervisor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which sessions wait for the draw, and which make room. */
@Timeout(30)
class SessionRegistryTest {
  private final SessionRegistry registry = new SessionRegistry(_ -> false, () -> false);

  @Test
  void oldestOfFiveMakesRoom() throws Exception {
    List<Waiting> all = IntStream.range(0, 5).mapToObj(_ -> new Waiting()).toList();
    all.forEach(one -> registry.waits(0, 1, one));
    all.getFirst().awaitReplaced();
    all.stream().skip(1).forEach(Waiting::assertStays);
  }

  @Test
  void sessionWaitsForTheLastAgencyThatItAskedForOnly() throws Exception {
    var fickle = new Waiting();
    registry.waits(0, 1, fickle);
    registry.waits(1, 2, fickle);
    List<Waiting> ofFirst = IntStream.range(0, 5).mapToObj(_ -> new Waiting()).toList();
    ofFirst.forEach(one -> registry.waits(0, 1, one));
    ofFirst.getFirst().awaitReplaced();
    fickle.assertStays();
    List<Waiting> ofSecond = IntStream.range(0, 4).mapToObj(_ -> new Waiting()).toList();
    ofSecond.forEach(one -> registry.waits(0, 2, one));
    fickle.awaitReplaced();
    ofSecond.forEach(Waiting::assertStays);
  }

  @Test
  void sessionThatHasEndedIsNotCounted() throws Exception {
    var ended = new Waiting();
    registry.waits(0, 1, ended);
    registry.left(0, 1, ended);
    List<Waiting> others = IntStream.range(0, 5).mapToObj(_ -> new Waiting()).toList();
    others.forEach(one -> registry.waits(0, 1, one));
    others.getFirst().awaitReplaced();
    ended.assertStays();
  }

  /** A session that notes that it has been replaced. */
  private static final class Waiting implements SessionRegistry.Member {
    private final CountDownLatch replaced = new CountDownLatch(1);

    @Override
    public long epoch() {
      return 1;
    }

    @Override
    public void supersede() {
      throw new AssertionError("not of a newer session");
    }

    @Override
    public void replace() {
      replaced.countDown();
    }

    @Override
    public void drain() {
      throw new AssertionError("nobody drains");
    }

    @Override
    public void poolClosed() {
      throw new AssertionError("there are workers");
    }

    void awaitReplaced() throws InterruptedException {
      assertTrue(replaced.await(20, TimeUnit.SECONDS), "not replaced");
    }

    void assertStays() {
      assertEquals(1, replaced.getCount(), "replaced");
    }
  }
}
