package loteria.supervisor.relay;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.ipc.io.Deadlines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits differ by hours, so that which of them holds is seen without waiting for any. */
@Timeout(10)
class ReadDeadlineTest {
  private static final Duration HANDSHAKE = Duration.ofHours(1);
  private static final Duration FRAME = Duration.ofHours(2);
  private static final Duration IDLE = Duration.ofHours(3);
  private static final RelayLimits LIMITS =
      new RelayLimits(
          1 << 20, 64, 1 << 20, 64 << 20, HANDSHAKE, FRAME, IDLE, Duration.ofHours(4), 1000);

  private final SocketChannel channel = open();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final Deadlines deadlines = new Deadlines();
  private final AtomicBoolean gone = new AtomicBoolean();
  private final AtomicInteger closeRead = new AtomicInteger();
  private final ReadDeadline clock = clocked(true);

  @AfterEach
  void close() throws IOException {
    deadlines.close();
    channel.close();
  }

  @Test
  void nativeSessionBeginsWithTheHandshake() {
    assertWaits(HANDSHAKE, clock);
    assertWaits(FRAME, clocked(false));
  }

  @Test
  void dripFeedExtendsNothing() {
    long handshake = clock.deadlineNanos();
    clock.read(true, false);
    clock.read(true, false);
    assertEquals(handshake, clock.deadlineNanos());
    clock.read(true, true);
    long frame = clock.deadlineNanos();
    assertWaits(FRAME, clock);
    clock.read(true, false);
    clock.answered();
    assertEquals(frame, clock.deadlineNanos());
  }

  @Test
  void eachMessageHasItsOwnTime() {
    clock.read(true, true);
    long first = clock.deadlineNanos();
    clock.read(true, true);
    assertTrue(clock.deadlineNanos() > first);
    assertWaits(FRAME, clock);
  }

  @Test
  void onlyWhoIsOwedNothingIsIdle() {
    unanswered.set(2);
    clock.read(false, true);
    assertEquals(Deadlines.NEVER, clock.deadlineNanos());
    unanswered.set(1);
    clock.answered();
    assertEquals(Deadlines.NEVER, clock.deadlineNanos());
    unanswered.set(0);
    clock.answered();
    assertWaits(IDLE, clock);
    clock.read(true, false);
    assertWaits(FRAME, clock);
  }

  @Test
  void timeInWhichNobodyReadsDoesNotCount() {
    clock.read(true, true);
    long before = clock.deadlineNanos();
    clock.suspend();
    long checked = clock.deadlineNanos();
    assertTrue(checked < before, "looks whether the agency is there");
    clock.answered();
    assertEquals(checked, clock.deadlineNanos());
    clock.resume();
    assertTrue(clock.deadlineNanos() > before);
    assertWaits(FRAME, clock);
  }

  @Test
  void handshakeIsNotLongerForHavingBeenSuspended() {
    clock.suspend();
    clock.resume();
    assertWaits(HANDSHAKE, clock);
  }

  @Test
  void whoWasAnsweredWhileNotReadIsIdle() {
    unanswered.set(64);
    clock.read(false, true);
    clock.suspend();
    unanswered.set(0);
    clock.answered();
    clock.resume();
    assertWaits(IDLE, clock);
  }

  /** Again and again; who is read again is not looked at, nor one whose session has ended. */
  @Test
  void whoIsGoneWhileNotReadIsClosed() {
    clock.begin();
    gone.set(true);
    await().pollDelay(Duration.ofMillis(1500)).until(() -> closeRead.get() == 0);
    gone.set(false);
    clock.suspend();
    await().pollDelay(Duration.ofMillis(2500)).until(() -> closeRead.get() == 0);
    gone.set(true);
    await().until(() -> closeRead.get() == 1);
    clock.resume();
    clock.end();
    clock.suspend();
    clock.expire();
    assertEquals(1, closeRead.get());
  }

  /** Between the look at its deadline and what follows from it, the agency may be read on. */
  @Test
  void whoHasBeenGivenMoreTimeIsNotCutOffAndWatchedOn() {
    var limits =
        new RelayLimits(
            1 << 20, 64, 1 << 20, 64 << 20, HANDSHAKE, FRAME, Duration.ofMillis(300), FRAME, 1000);
    ReadDeadline briefly = clocked(true, limits);
    briefly.suspend();
    briefly.resume();
    briefly.expire();
    assertNull(briefly.missed());
    briefly.read(false, true);
    await().until(() -> briefly.missed() != null);
    assertEquals("the next message", briefly.missed());
    unanswered.set(1);
    clock.read(false, true);
    clock.expire();
    assertNull(clock.missed(), "is owed an answer");
  }

  private ReadDeadline clocked(boolean hasHandshake) {
    return clocked(hasHandshake, LIMITS);
  }

  private ReadDeadline clocked(boolean hasHandshake, RelayLimits limits) {
    var peer =
        new ReadDeadline.Peer() {
          @Override
          public int unanswered() {
            return unanswered.get();
          }

          @Override
          public boolean isGone() {
            return gone.get();
          }

          @Override
          public void closeRead() {
            closeRead.incrementAndGet();
          }
        };
    return new ReadDeadline(deadlines, channel, peer, limits, hasHandshake);
  }

  private static void assertWaits(Duration limit, ReadDeadline clock) {
    long left = clock.deadlineNanos() - System.nanoTime();
    assertTrue(left <= limit.toNanos(), "over " + limit);
    assertTrue(left > limit.minusMinutes(1).toNanos(), "under " + limit);
  }

  private static SocketChannel open() {
    try {
      return SocketChannel.open();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
