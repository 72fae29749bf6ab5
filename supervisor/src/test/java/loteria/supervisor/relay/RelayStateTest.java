package loteria.supervisor.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RelayStateTest {
  private final ChunkPool pool = new ChunkPool(64 << 20);
  private final RelayState state = state(pool);

  /** All that was ever appended, and where in it requests end: what the log must agree with. */
  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

  private final Deque<Long> ends = new ArrayDeque<>();
  private long answered;
  private long passable;

  @Test
  void agreesWithASimpleListWhateverIsDone() {
    for (long seed = 1; seed <= 60; seed++) {
      new RelayStateTest().doAnything(new Random(seed), "seed " + seed);
    }
  }

  @Test
  void bytesArePassedOnOnlyOnceTheirEndsAreKnown() {
    append(new byte[] {1, 2, 3});
    assertEquals(0, state.from(0).length);
    state.requestEnds(2);
    assertEquals(0, state.from(0).length);
    state.framed();
    assertArrayEquals(new byte[] {1, 2}, bytes(state.from(0)), "and no part of the next");
    append(new byte[] {4});
    assertArrayEquals(new byte[] {2}, bytes(state.from(1)));
    assertEquals(Bytes.of(new byte[] {3, 4}), state.copy(2, 4));
  }

  @Test
  void answerThatNobodyWaitsForIsAnError() {
    append(new byte[10]);
    assertThrows(IllegalStateException.class, () -> state.answered(1));
  }

  @Test
  void chunksOfWhatIsAnsweredAreUsedAgain() {
    ByteBuffer chunk = pool.take(false, 0);
    pool.giveBack(chunk);
    append(new byte[ChunkPool.SMALL_BYTES]);
    append(new byte[1]);
    state.requestEnds(ChunkPool.SMALL_BYTES);
    state.answered(1);
    assertSame(chunk, pool.take(false, 0));
  }

  @Test
  void memoryIsBoundedByWhatIsUnansweredAndAChunk() {
    var random = new Random(1);
    long end = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] some = new byte[1 + random.nextInt(ChunkPool.LARGE_BYTES)];
      append(some);
      end += some.length;
      state.requestEnds(end);
      if (i >= 3) {
        state.answered(1);
      }
      assertTrue(state.heldBytes() <= 5L * ChunkPool.LARGE_BYTES, "held " + state.heldBytes());
    }
  }

  /** They have sent a lot once, have been answered, and stay. */
  @Test
  void sessionsThatRestDoNotTakeAllThereIs() {
    var shared = new ChunkPool(4 << 20);
    for (int i = 0; i < 500; i++) {
      var resting = state(shared);
      for (int part = 0; part < 10; part++) {
        byte[] some = new byte[Math.min(resting.space().remaining(), 20_000)];
        resting.space().put(some);
        resting.appended(some.length);
      }
      resting.requestEnds(resting.heldBytes());
      resting.answered(1);
      resting.space();
    }
    long bound = (2 << 20) + ChunkPool.LARGE_BYTES + 500L * ChunkPool.SMALL_BYTES;
    assertTrue(shared.takenBytes() <= bound, "taken are " + shared.takenBytes());
  }

  @Test
  void closingGivesBackWhatIsHeld() {
    ByteBuffer chunk = pool.take(false, 0);
    pool.giveBack(chunk);
    append(new byte[10]);
    state.close();
    assertSame(chunk, pool.take(false, 0));
  }

  private static RelayState state(ChunkPool pool) {
    var resume = new ResumeState(Dialect.NATIVE, 1, LocalDate.EPOCH, 0);
    return new RelayState(resume, RelayBench.PATIENT, pool);
  }

  private void doAnything(Random random, String seed) {
    for (int step = 0; step < 400; step++) {
      switch (random.nextInt(6)) {
        case 0, 1 -> {
          byte[] some = new byte[1 + random.nextInt(random.nextInt(10) == 0 ? 70_000 : 300)];
          random.nextBytes(some);
          append(some);
        }
        case 2 -> {
          long from = ends.isEmpty() ? answered : ends.getLast();
          if (stream.size() > from) {
            long end = from + 1 + random.nextInt((int) (stream.size() - from));
            ends.addLast(end);
            state.requestEnds(end);
            state.framed();
            passable = end;
          }
        }
        case 3 -> {
          if (!ends.isEmpty()) {
            assertEquals(
                copy(answered, ends.getFirst()),
                state.firstUnanswered((int) (ends.getFirst() - answered)),
                seed);
            answered = ends.removeFirst();
            state.answered(1);
          }
        }
        case 4 -> {
          long from = answered + random.nextInt((int) (passable - answered) + 1);
          assertEquals(copy(from, passable), Bytes.of(bytes(state.from(from))), seed);
        }
        default -> {
          long from = answered + random.nextInt((int) (stream.size() - answered) + 1);
          long to = from + random.nextInt((int) (stream.size() - from) + 1);
          assertEquals(copy(from, to), state.copy(from, to), seed);
        }
      }
      assertEquals(ends.size(), state.unanswered(), seed);
      assertEquals(answered, state.answeredUpTo(), seed);
      assertTrue(state.heldBytes() >= stream.size() - answered, seed);
    }
    state.close();
  }

  private void append(byte[] bytes) {
    for (int from = 0; from < bytes.length; ) {
      ByteBuffer space = state.space();
      int count = Math.min(space.remaining(), bytes.length - from);
      space.put(bytes, from, count);
      state.appended(count);
      from += count;
    }
    stream.writeBytes(bytes);
  }

  private Bytes copy(long from, long to) {
    return Bytes.of(Arrays.copyOfRange(stream.toByteArray(), (int) from, (int) to));
  }

  private static byte[] bytes(ByteBuffer[] views) {
    var all = new ByteArrayOutputStream();
    for (ByteBuffer view : views) {
      byte[] some = new byte[view.remaining()];
      view.get(some);
      all.writeBytes(some);
    }
    return all.toByteArray();
  }
}
