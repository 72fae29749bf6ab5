package loteria.ipc.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A standard output that nobody reads: its one write does not return until the test lets it. */
@Timeout(30)
class StuckOutputTest {
  private static final int LINE_BYTES = 1000;
  private static final int FIT = LineQueue.BYTES_MAX / LINE_BYTES;

  private static final int TRIES = 20;

  private LineQueue queue = newQueue();

  @Test
  void linesBeyondTheQueueAreDroppedAndCountedWithinABoundedWait() {
    queue.add(line("first"), false);
    LineQueue.Write stuck = taken();
    long begun = System.nanoTime();
    for (int i = 0; i < 3 * FIT; i++) {
      queue.add(line("detail"), false);
    }
    assertWaitedOnce(begun);

    queue.done(stuck, true);
    List<String> out = new ArrayList<>();
    writeAll(out);
    queue.add(line("after"), false);
    writeAll(out);

    int kept = FIT - 1;
    assertEquals(kept, out.stream().filter(line -> line.startsWith("detail")).count());
    assertEquals("dropped " + (3 * FIT - kept), out.get(kept));
    assertEquals(kept + 2, out.size());
    assertTrue(out.getLast().startsWith("after"));
  }

  @Test
  void anErrorHasRoomWhereDetailsHaveNone() {
    queue.add(line("first"), false);
    LineQueue.Write stuck = taken();
    for (int i = 0; i < 2 * FIT; i++) {
      queue.add(line("detail"), false);
    }
    queue.add(line("error"), true);
    queue.add(line("detail"), false);
    queue.done(stuck, true);
    List<String> out = new ArrayList<>();
    writeAll(out);
    assertTrue(out.getLast().startsWith("error"));
  }

  @Test
  void lineIsTakenAgainOnceTheQueueIsAtItsHalf() {
    queue.add(line("first"), false);
    LineQueue.Write stuck = taken();
    for (int i = 0; i < 2 * FIT; i++) {
      queue.add(line("detail"), false);
    }
    queue.done(stuck, true);
    List<String> out = new ArrayList<>();
    writeAll(out);
    out.clear();
    for (int i = 0; i < FIT / 2; i++) {
      queue.add(line("again"), false);
    }
    writeAll(out);
    assertEquals(FIT / 2, out.stream().filter(line -> line.startsWith("again")).count());
  }

  /** The wait is a quarter of a second: a machine that stalls that long gets another try. */
  @Test
  void addingWaitsForASlowReader() throws InterruptedException {
    int tries = 1;
    while (!isWaitedFor()) {
      assertTrue(tries < TRIES, "in none of " + tries + " tries was the slow reader waited for");
      tries++;
      queue = newQueue();
    }
  }

  private boolean isWaitedFor() throws InterruptedException {
    queue.add(line("first"), false);
    LineQueue.Write slow = taken();
    for (int i = 0; i < FIT - 1; i++) {
      queue.add(line("detail"), false);
    }
    Thread waiting = Thread.ofPlatform().start(() -> queue.add(line("last"), false));
    while (waiting.isAlive() && waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    queue.done(slow, true);
    List<String> out = new ArrayList<>();
    while (waiting.isAlive()) {
      writeAll(out);
    }
    waiting.join();
    writeAll(out);
    return out.size() == FIT && out.getLast().startsWith("last");
  }

  @Test
  void flushDoesNotWaitForAWriteThatIsStuck() {
    queue.add(line("first"), false);
    LineQueue.Write stuck = taken();
    long begun = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      assertFalse(queue.awaitWritten(Duration.ofSeconds(10)));
    }
    assertWaitedOnce(begun);
    queue.done(stuck, true);
    assertTrue(queue.awaitWritten(Duration.ofSeconds(10)));
  }

  @Test
  void linesOfAWriteThatFailedCountAsDropped() {
    queue.add(line("one"), false);
    queue.add(line("two"), false);
    queue.done(taken(), false);
    queue.add(line("three"), false);
    List<String> out = new ArrayList<>();
    writeAll(out);
    assertEquals("dropped 2", out.getFirst());
    assertEquals(2, out.size());
  }

  /** No thread waits twice, nor once per line, and the bound is in the documentation. */
  private static void assertWaitedOnce(long begunNanos) {
    Duration waited = Duration.ofNanos(System.nanoTime() - begunNanos);
    assertTrue(waited.compareTo(LineQueue.PATIENCE.multipliedBy(8)) < 0, "waited " + waited);
  }

  private static LineQueue newQueue() {
    return new LineQueue(4096, lines -> bytes("dropped " + lines));
  }

  private LineQueue.Write taken() {
    LineQueue.Write write = queue.take();
    assertNotNull(write);
    return write;
  }

  private void writeAll(List<String> out) {
    LineQueue.Write next = queue.take();
    while (next != null) {
      var text = StandardCharsets.UTF_8.decode(next.content().duplicate());
      text.toString().lines().forEach(out::add);
      queue.done(next, true);
      next = queue.take();
    }
  }

  private static byte[] line(String text) {
    return bytes(text + " ".repeat(LINE_BYTES - 1 - text.length()));
  }

  private static byte[] bytes(String text) {
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
