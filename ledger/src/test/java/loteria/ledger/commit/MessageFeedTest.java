package loteria.ledger.commit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import loteria.ipc.message.Bytes;
import loteria.ledger.replication.ReplicatedLog.Message;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.state.LogRecord.FollowedTo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that reads a replicated log ahead, and what is taken from it. */
@Timeout(60)
class MessageFeedTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration AT_ONCE = Duration.ofNanos(1);
  private static final FeedPauses FOLLOWER = pauses(Duration.ZERO, AT_ONCE);
  private static final long LONG = TimeUnit.SECONDS.toNanos(30);

  private final MemoryReplicatedLog log = new MemoryReplicatedLog();
  private MemoryReplicatedLog.Client client = log.connect();
  private final Semaphore arrived = new Semaphore(0);
  private MessageFeed feed = start(FOLLOWER);

  private static FeedPauses pauses(Duration rest, Duration noRoom) {
    return new FeedPauses(rest, AT_ONCE, noRoom, Duration.ZERO, 1);
  }

  private MessageFeed start(FeedPauses pauses) {
    var started = new MessageFeed(client, pauses, arrived::release);
    started.start();
    return started;
  }

  private void restart(FeedPauses pauses) {
    feed.close();
    client = log.connect();
    feed = start(pauses);
  }

  @AfterEach
  void end() {
    feed.close();
    assertTrue(client.isClosed());
  }

  private static byte[] content(long offset) {
    return ("message " + offset).getBytes(StandardCharsets.UTF_8);
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      log.add(content(log.end()));
    }
  }

  /** All before an offset has been taken in. */
  private static FollowedTo to(long offset) {
    return new FollowedTo(offset, offset == 0 ? 0 : Bytes.of(content(offset - 1)).crc32c());
  }

  private List<Long> take(long offset) throws IOException {
    return offsets(feed.take(to(offset), true, 0));
  }

  /** Waits until so many have come. */
  private List<Long> take(long offset, int count) throws IOException {
    List<Long> taken = new ArrayList<>();
    while (taken.size() < count) {
      taken.addAll(offsets(feed.take(to(offset + taken.size()), true, LONG)));
    }
    return taken;
  }

  private static List<Long> offsets(List<Message> messages) {
    List<Long> offsets = new ArrayList<>();
    for (Message message : messages) {
      assertEquals(Bytes.of(content(message.offset())), message.content());
      offsets.add(message.offset());
    }
    return offsets;
  }

  @Test
  void messagesComeInOrderFromWhereTheyAreAskedFor() throws IOException {
    add(5);
    assertEquals(List.of(2L, 3L, 4L), take(2, 3));
    add(2);
    client.settle();
    assertEquals(List.of(5L, 6L), take(5));
    assertEquals(List.of(), take(7));
  }

  @Test
  void fewAtATimeAreAsMany() throws IOException {
    client.sees(Long.MAX_VALUE, 1);
    add(50);
    assertEquals(50, take(0, 50).size());
  }

  @Test
  void whatOthersHaveTakenInIsPassedOver() throws IOException {
    add(2);
    take(0, 2);
    add(5);
    client.settle();
    assertEquals(List.of(5L, 6L), take(5), "it holds 2 to 6");
    add(1);
    assertEquals(List.of(7L), take(7, 1));
  }

  @Test
  void whereOthersHaveTakenInMoreThanItHoldsItContinuesBehindThat() throws IOException {
    add(2);
    take(0, 2);
    client.sees(2, Integer.MAX_VALUE);
    add(5);
    assertEquals(List.of(), take(6));
    client.sees(Long.MAX_VALUE, Integer.MAX_VALUE);
    assertEquals(List.of(6L), take(6, 1));
  }

  /** Another process of this machine has read them, so that nothing is to be asked before. */
  @Test
  void whereOthersAreAheadItReadsOnAtOnce() throws IOException {
    add(2);
    take(0, 2);
    client.sees(2, Integer.MAX_VALUE);
    add(5);
    log.replace(4, content(99));
    assertEquals(List.of(), offsets(feed.take(new FollowedTo(5, 0), true, 0)));
    client.sees(Long.MAX_VALUE, Integer.MAX_VALUE);
    assertEquals(5, feed.take(new FollowedTo(5, 0), true, LONG).getFirst().offset());
    assertEquals(1, client.ends());
  }

  /** Most brokers lost power, and had acknowledged from memory. */
  @Test
  void whatTheLogLostWhileItWasNotReachableIsMissed() throws Exception {
    add(3);
    take(0, 3);
    client.settle();
    client.reachable(false);
    while (feed.position().isReachable()) {
      Thread.onSpinWait();
    }
    log.loseFrom(2);
    log.add(content(77));
    log.add(content(78));
    client.reachable(true);
    var lost = assertThrows(DamagedLogException.class, () -> takeForLong(to(3)));
    assertTrue(
        String.valueOf(lost.getMessage()).contains("another message at offset 2"), lost::toString);
  }

  /** There was no room for what was taken. */
  @Test
  void whatWasTakenAndNotTakenInIsReadAgain() throws IOException {
    add(5);
    take(0, 5);
    assertEquals(List.of(2L, 3L, 4L), take(2, 3));
    assertTrue(feed.isLevel(5));
  }

  /** Until that has been taken in, nothing must be asked: nobody could say what happens to it. */
  @Test
  void itIsNotLevelBeforeWhatWasTakenIsTakenIn() throws IOException {
    add(3);
    take(0, 3);
    add(2);
    client.settle();
    assertTrue(feed.isLevel(3), "two came since");
    assertEquals(List.of(3L, 4L), take(3));
    assertFalse(feed.isLevel(3));
    assertTrue(feed.isLevel(5));
  }

  @Test
  void whatFindsNoRoomIsNotReadAgainAtOnce() throws IOException {
    restart(pauses(Duration.ZERO, NEVER));
    add(3);
    take(0, 3);
    assertEquals(List.of(), offsets(feed.take(to(0), true, TimeUnit.MILLISECONDS.toNanos(100))));
  }

  @Test
  void aMessageThatHasChangedIsMissed() throws Exception {
    add(5);
    log.replace(2, content(9));
    assertLost("another message at offset 2", to(3));
  }

  /** A broker that leads no longer knows less: that is no loss, and what it says is waited for. */
  @Test
  void aLogThatSeemsToEndEarlyIsReadOnceItDoesNot() throws IOException {
    add(5);
    assertEquals(List.of(), offsets(feed.take(to(6), true, 0)));
    awaitEarly();
    assertTrue(client.reconnects() > 0);
    assertFalse(feed.isLevel(6));
    add(2);
    assertEquals(List.of(6L), take(6, 1));
    assertFalse(feed.seemsToEndEarly());
  }

  /** And a beginning, which no message is before, is not. */
  @Test
  void theEndOfTheLogIsNoLoss() throws IOException {
    add(5);
    assertEquals(List.of(), take(5));
    client.settle();
    add(1);
    assertEquals(List.of(5L), take(5, 1));
  }

  @Test
  void anEndThatIsLostWhileItReadsIsMissed() throws Exception {
    add(5);
    take(0, 5);
    client.settle();
    log.loseFrom(4);
    awaitEarly();
    log.add(content(77));
    assertLost("another message at offset 4", to(5));
  }

  private void awaitEarly() {
    await().until(feed::seemsToEndEarly);
    assertFalse(feed.position().isReachable());
  }

  /** A thread that sleeps is woken, and every later caller fails, however often. */
  private void assertLost(String why, FollowedTo from) throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      var lost = assertThrows(DamagedLogException.class, () -> takeForLong(from));
      assertTrue(String.valueOf(lost.getMessage()).contains(why), lost::getMessage);
    }
    assertTrue(arrived.tryAcquire(30, TimeUnit.SECONDS), "nobody was woken");
  }

  private void takeForLong(FollowedTo from) throws IOException {
    while (true) {
      feed.take(from, true, LONG);
    }
  }

  @Test
  void aFailureOfAnyKindIsReported() {
    client.failsWith(new IllegalStateException("a defect"));
    var failed = assertThrows(IllegalStateException.class, () -> takeForLong(to(0)));
    assertTrue(String.valueOf(failed.getMessage()).contains("a defect"), failed::getMessage);
  }

  @Test
  void nothingIsReadBeforeAnythingIsAsked() throws IOException {
    restart(pauses(NEVER, AT_ONCE));
    add(3);
    assertEquals(List.of(), feed.take(to(0), false, LONG));
    assertEquals(0, client.reads());
    assertFalse(feed.isLevel(0));
    assertEquals(3, take(0, 3).size());
  }

  /** What others ask is taken when it comes; but it comes for ever, and must not count as asked. */
  @Test
  void itStopsWhenNothingHasBeenAskedForLongThoughAllIsTaken() throws IOException {
    restart(pauses(Duration.ofMillis(1), AT_ONCE));
    add(1);
    take(0, 1);
    long[] next = {1};
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              add(1);
              next[0] += feed.take(to(next[0]), false, 0).size();
              return !feed.isLevel(next[0]);
            });
    int reads = client.reads();
    add(1);
    assertEquals(List.of(), feed.take(to(next[0]), false, LONG));
    assertEquals(reads, client.reads(), "it reads on");
    int left = (int) (log.end() - next[0]);
    assertEquals(left, take(next[0], left).size(), "until something is asked again");
  }

  /** The brokers may take longer than that to say that all is well. */
  @Test
  void itDoesNotStopWhileSomethingIsWaitedFor() throws Exception {
    restart(pauses(Duration.ofMillis(1), AT_ONCE));
    var later = Thread.ofVirtual().unstarted(() -> add(1));
    take(0);
    var waiting = Thread.currentThread();
    var watch =
        Thread.ofVirtual()
            .start(
                () -> {
                  int reads = client.reads();
                  await().until(() -> isWaiting(waiting) && client.reads() > reads + 5);
                  later.start();
                });
    assertEquals(List.of(0L), take(0, 1));
    watch.join();
  }

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING;
  }

  @Test
  void aFollowerReadsThoughNothingIsAsked() {
    add(3);
    await().until(() -> feed.take(to(0), false, LONG).size() == 3);
    add(1);
    await().until(() -> feed.take(to(3), false, LONG).size() == 1);
  }

  @Test
  void itTellsOnceThatThereIsSomethingToTake() throws IOException {
    take(0);
    client.settle();
    arrived.drainPermits();
    add(1);
    client.settle();
    add(5);
    client.settle();
    assertEquals(1, arrived.drainPermits());
    assertEquals(6, take(0).size());
    add(1);
    client.settle();
    assertEquals(1, arrived.drainPermits());
  }

  /** A server that was away for long has much to read, and what is asked there waits. */
  @Test
  void itIsLevelOnceAllIsTakenInThatWasThereWhenItBegan() throws IOException {
    add(3);
    client.reachable(false);
    assertFalse(feed.isLevel(3), "it is not known how much there is");
    take(0);
    assertFalse(feed.isLevel(3));
    client.reachable(true);
    take(0, 3);
    assertFalse(feed.isLevel(2));
    assertTrue(feed.isLevel(3));
    add(2);
    client.settle();
    assertTrue(feed.isLevel(3), "what came since");
  }

  @Test
  void aLogThatIsNotReachableIsTriedAgain() throws IOException {
    client.reachable(false);
    take(0);
    await().until(() -> !feed.position().isReachable());
    add(1);
    client.reachable(true);
    assertEquals(List.of(0L), take(0, 1));
    assertEquals(new MessageFeed.Position(1, true), feed.position());
  }

  /** However small they are: a process has little memory for them. */
  @Test
  void itReadsAheadOnlySoMuch() throws IOException {
    client.sees(Long.MAX_VALUE, 1000);
    add(200_000);
    take(0);
    int most = (8 << 20) / 128;
    await().until(() -> feed.position().end() > 1000 && isAtRest());
    int held = offsets(feed.take(to(0), true, LONG)).size();
    assertTrue(held > 1000 && held <= most + 1000, held + " messages");
    assertEquals(200_000 - held, take(held, 200_000 - held).size());
  }

  private boolean isAtRest() throws InterruptedException {
    int reads = client.reads();
    return !arrived.tryAcquire(2, 50, TimeUnit.MILLISECONDS) && client.reads() == reads;
  }

  private boolean pass(long offset) throws IOException {
    return feed.pass(to(offset), new Message(offset, Bytes.of(content(offset))));
  }

  @Test
  void whatIsPassedIsNotTakenAgain() throws IOException {
    add(2);
    take(0, 2);
    client.sees(2, Integer.MAX_VALUE);
    add(3);
    assertTrue(pass(2) && pass(3));
    assertTrue(feed.isLevel(4));
    assertEquals(List.of(), take(4));
    client.sees(Long.MAX_VALUE, Integer.MAX_VALUE);
    assertEquals(List.of(4L), take(4, 1));
  }

  @Test
  void whatIsHeldIsPassedToo() throws IOException {
    add(2);
    take(0, 2);
    add(3);
    client.settle();
    assertTrue(pass(2));
    assertEquals(List.of(3L, 4L), take(3));
    assertFalse(pass(4), "it has been taken");
    add(1);
    client.settle();
    assertFalse(feed.pass(to(5), new Message(6, Bytes.of(content(6)))), "it is not the next");
    assertFalse(feed.pass(to(4), new Message(5, Bytes.of(content(5)))), "nor is it here");
    assertTrue(pass(5));
  }

  @Test
  void nothingIsPassedWhereItIsNotKnownWhatIsInTheLog() throws IOException {
    add(2);
    client.reachable(false);
    assertFalse(pass(2), "it does not read");
    take(2);
    assertFalse(pass(2), "nothing was read");
    client.reachable(true);
    await().until(() -> pass(2));
    client.reachable(false);
    await().until(() -> !feed.position().isReachable());
    assertFalse(pass(3), "it may have lost something");
  }

  @Test
  void anotherMessageThanWasPassedIsMissed() throws Exception {
    add(2);
    take(0, 2);
    client.sees(2, Integer.MAX_VALUE);
    add(1);
    assertTrue(pass(2));
    log.replace(2, content(99));
    client.sees(Long.MAX_VALUE, Integer.MAX_VALUE);
    assertLost("another message at offset 2", to(3));
    assertFalse(pass(3));
  }

  @Test
  void anotherMessageThanIsToBePassedIsMissed() throws IOException {
    add(2);
    take(0, 2);
    log.add(content(99));
    client.settle();
    assertThrows(DamagedLogException.class, () -> pass(2));
  }

  /** Else nobody would notice a log that shows nothing any more. */
  @Test
  void notEverythingIsPassedBeforeAnythingIsRead() throws IOException {
    add(1);
    take(0, 1);
    client.sees(1, Integer.MAX_VALUE);
    add(2000);
    int offset = 1;
    while (offset < 2000 && pass(offset)) {
      offset++;
    }
    assertEquals(1025, offset);
    client.sees(Long.MAX_VALUE, Integer.MAX_VALUE);
    assertEquals(2000 - 1024, take(offset, 2000 - 1024).size());
  }

  /** There was no room for it. */
  @Test
  void whatWasPassedAndNotTakenInIsRead() throws IOException {
    add(2);
    take(0, 2);
    client.sees(2, Integer.MAX_VALUE);
    add(1);
    assertTrue(pass(2));
    assertFalse(feed.isLevel(2));
    client.sees(Long.MAX_VALUE, Integer.MAX_VALUE);
    assertEquals(List.of(2L), take(2, 1));
    assertTrue(feed.isLevel(3));
  }

  @Test
  void itRestsAfterSoManyInARowAndReadsWhenSomethingIsWaitedFor() throws IOException {
    restart(new FeedPauses(Duration.ZERO, AT_ONCE, AT_ONCE, NEVER, 3));
    client.rests(feed);
    add(2);
    take(0, 2);
    add(3);
    client.settle();
    assertTrue(pass(2) && pass(3) && pass(4));
    client.settle();
    int reads = client.reads();
    add(3);
    client.settle();
    assertTrue(pass(5) && pass(6));
    assertEquals(List.of(), take(7));
    assertEquals(reads, client.reads(), "it reads");
    assertEquals(List.of(7L), take(7, 1));
    add(3);
    client.settle();
    assertEquals(List.of(8L, 9L, 10L), take(8), "it reads on");
  }

  @Test
  void itReadsWhatItHasPassedWhenItHasRested() throws IOException {
    restart(new FeedPauses(Duration.ZERO, AT_ONCE, AT_ONCE, Duration.ofMillis(5), 1));
    add(1);
    take(0, 1);
    add(1);
    assertTrue(pass(1));
    add(1);
    await().until(() -> feed.position().end() == 3);
    assertEquals(List.of(2L), take(2));
  }

  @Test
  void closingEndsIt() throws IOException {
    take(0);
    client.settle();
  }

  @Test
  void closingEndsItWhenItWasNeverAsked() {
    assertEquals(0, client.reads());
  }

  @Test
  void closingEndsItWhileTheLogIsNotReachable() throws IOException {
    client.reachable(false);
    take(0);
    await().until(() -> !feed.position().isReachable());
  }

  /** The message before is there, and not shown yet. */
  @Test
  void closingEndsItWhileItWaitsForTheMessageBefore() throws IOException {
    add(5);
    client.sees(2, Integer.MAX_VALUE);
    take(4);
    await().until(() -> client.reads() > 2);
  }

  @Test
  void closingEndsItWhileItHoldsAllThatItMay() throws IOException {
    for (int i = 0; i < 20; i++) {
      log.add(new byte[1 << 20]);
    }
    client.sees(Long.MAX_VALUE, 1);
    take(0);
    await().until(() -> client.reads() >= 8 && isAtRest());
  }

  @Test
  void closingEndsItWhenItHasFailed() throws Exception {
    add(1);
    log.replace(0, content(9));
    assertLost("another message at offset 0", to(1));
  }
}
