package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.message.WorkerMessage;
import loteria.ipc.row.AgencyId;
import loteria.ledger.AgencySession;
import loteria.ledger.Ledger;
import loteria.ledger.LedgerSnapshot;
import loteria.ledger.Standing;
import loteria.ledger.file.LockTimes;
import loteria.ledger.log.Log;
import loteria.ledger.state.LedgerState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ledger with its thread. */
@Timeout(60)
class LedgerThreadTest {
  private static final AgencySession SESSION = new AgencySession(MadeUpBatches.EPOCH);

  private static final int AGENCIES = 20;

  @TempDir private Path data;

  private final RealLedger.Reported reported = new RealLedger.Reported();

  @Test
  void aSnapshotTellsWhatIsOnDiskAndWhatTheLedgerDid() throws Exception {
    try (Ledger ledger = open()) {
      ledger.append(SESSION, new AgencyId(2), MadeUpBatches.batch(2, 1, 5, 1)).join();
      ledger.append(SESSION, new AgencyId(2), MadeUpBatches.batch(2, 2, 3, 1)).join();
      LedgerSnapshot snapshot = ledger.snapshot().join();
      assertEquals(List.of(new LedgerSnapshot.Totals(2, 2, 8)), snapshot.agencies());
      assertEquals(2, snapshot.work().turns());
      assertEquals(2, snapshot.work().commits());
      long counted = snapshot.work().commitBuckets().stream().mapToLong(Long::longValue).sum();
      assertEquals(2, counted);
      assertTrue(snapshot.work().commitNanos() > 0);
      assertTrue(snapshot.work().lockWaitNanos() > 0);
      assertTrue(snapshot.work().lockHeldNanos() > 0);
      assertEquals(List.of(), ledger.snapshot().join().agencies(), "nothing is new");
    }
    try (Ledger again = open()) {
      assertEquals(List.of(new LedgerSnapshot.Totals(2, 2, 8)), again.snapshot().join().agencies());
    }
  }

  @Test
  void twentyThreadsShareForcesAndEachBatchIsStoredOnce() throws Exception {
    int batches = 50;
    try (Ledger ledger = open()) {
      List<Thread> threads = new ArrayList<>();
      for (int agency = 1; agency <= AGENCIES; agency++) {
        var id = new AgencyId(agency);
        threads.add(Thread.ofVirtual().start(() -> sendAll(ledger, id, batches)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(1000, ledger.batches());
      assertEquals(0, ledger.oldestWaitNanos(System.nanoTime()) / TimeUnit.SECONDS.toNanos(1));
    }
    long[] stored = RealLedger.stored(folder(), AGENCIES);
    for (int agency = 1; agency <= AGENCIES; agency++) {
      assertEquals(batches, stored[agency]);
    }
  }

  @Test
  void whatWasStoredIsThereWhenItIsOpenedAgain() throws Exception {
    try (Ledger ledger = open()) {
      sendAll(ledger, new AgencyId(3), 4);
      assertEquals(new Reply.Finished(19), ledger.finish(SESSION, new AgencyId(3), null).get());
      assertEquals(MadeUpBatches.DRAW, ledger.recordDraw(MadeUpBatches.DRAW).get());
    }
    try (Ledger ledger = open()) {
      WorkerMessage.LogSummary recovered = ledger.recovered();
      assertEquals(List.of(3), recovered.finished());
      assertEquals(List.of(MadeUpBatches.DRAW), recovered.drawn());
      Standing standing = ledger.standing(new AgencyId(3)).get();
      assertEquals(4, standing.lastBatch());
      assertTrue(standing.finished() && standing.drawn());
    }
  }

  /** The end that is reported is behind everything that the agency has stored. */
  @Test
  void aFinishIsReportedBeforeItIsAnswered() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    GroupCommit commit = disk.open(AGENCIES);
    try (Ledger ledger = over(commit)) {
      sendAll(ledger, new AgencyId(1), 2);
      CompletableFuture<String> whenAnswered =
          ledger
              .finish(SESSION, new AgencyId(1), null)
              .thenApply(_ -> String.valueOf(reported.finished.peek()));
      String known = whenAnswered.get();
      assertEquals("1 at " + commit.state().end(), known);
    }
  }

  @Test
  void closingCarriesOutWhatIsInHand() throws Exception {
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    try (Ledger ledger = open()) {
      for (int id = 1; id <= 500; id++) {
        replies.add(ledger.append(SESSION, new AgencyId(1), MadeUpBatches.batch(1, id)));
      }
    }
    for (var reply : replies) {
      assertTrue(reply.isDone() && reply.get() instanceof Reply.Ack);
    }
    assertEquals(500, RealLedger.stored(folder(), AGENCIES)[1]);
  }

  @Test
  void aFailedForceIsReportedOnceAndNothingIsAnsweredAnyMore() throws Exception {
    var failed = new IOException("Input/output error");
    var disk = new MemoryDisk();
    GroupCommit commit = disk.open(AGENCIES);
    int[] forces = {0};
    disk.before(
        event -> {
          if (event instanceof DiskEvent.Force) {
            forces[0]++;
            throw failed;
          }
        });
    CompletableFuture<Reply> first;
    CompletableFuture<Reply> second;
    try (Ledger ledger = over(commit)) {
      first = ledger.append(SESSION, new AgencyId(1), MadeUpBatches.batch(1, 1));
      assertSame(failed, reported.failures.poll(30, TimeUnit.SECONDS));
      second = ledger.append(SESSION, new AgencyId(1), MadeUpBatches.batch(1, 1));
    }
    assertTrue(!first.isDone() && !second.isDone());
    assertEquals(1, forces[0]);
    assertTrue(reported.failures.isEmpty());
  }

  /** What was acknowledged is in the log; but what a start would write again is no longer known. */
  @Test
  void aViewThatCannotBeForcedEndsTheLedger() throws Exception {
    var failed = new IOException("Input/output error");
    var disk = new MemoryDisk();
    GroupCommit commit = disk.open(AGENCIES);
    disk.before(
        event -> {
          if (event.equals(new DiskEvent.Force(MemoryDisk.BETS))) {
            throw failed;
          }
        });
    CompletableFuture<Reply> stored;
    try (Ledger ledger = over(commit)) {
      stored = ledger.append(SESSION, new AgencyId(1), MadeUpBatches.batch(1, 1));
    }
    assertEquals(new Reply.Ack(1, MadeUpBatches.batch(1, 1).rows()), stored.join());
    assertSame(failed, reported.failures.poll(30, TimeUnit.SECONDS));
    assertTrue(reported.failures.isEmpty(), "reported once");
    disk.before(_ -> {});
    disk.nextRun(2);
    assertEquals(1, disk.open(AGENCIES).state().of(1).batches());
  }

  /** A defect of ours must not leave a ledger that takes orders and never answers. */
  @Test
  void anyEndOfItsThreadIsReportedAsAFailure() throws Exception {
    var disk = new MemoryDisk();
    GroupCommit commit = disk.open(AGENCIES);
    var defect = new IllegalStateException("a defect");
    disk.before(
        _ -> {
          throw defect;
        });
    CompletableFuture<Reply> reply;
    try (Ledger ledger = over(commit)) {
      reply = ledger.append(SESSION, new AgencyId(1), MadeUpBatches.batch(1, 1));
      assertSame(defect, reported.failures.poll(10, TimeUnit.SECONDS));
    }
    assertFalse(reply.isDone());
  }

  /** A turn without an order of its own takes in what others have appended. */
  @Test
  void aTurnAfterTheLastOrderIsReportedAndAnswered() throws Exception {
    GroupCommit commit = new MemoryDisk().open(AGENCIES);
    Order.Close close = MadeUpBatches.close(2);
    var others = new ArrayList<Order>(List.of(close));
    var engine =
        new CommitEngine() {
          @Override
          public LedgerState state() {
            return commit.state();
          }

          @Override
          public Outcome carryOut(List<Order> orders) throws IOException {
            List<Order> all = orders.isEmpty() ? List.copyOf(others) : orders;
            others.removeAll(all);
            return commit.carryOut(all);
          }

          @Override
          public void read(long from, long to, Log.Visitor visitor) throws IOException {
            commit.read(from, to, visitor);
          }

          @Override
          public void forceView() throws IOException {
            commit.forceView();
          }

          @Override
          public void end() throws IOException {
            commit.end();
          }

          @Override
          public void close() throws IOException {
            commit.close();
          }
        };
    try (Ledger ledger = new LedgerThread(engine, 0, () -> LockTimes.NONE, reported)) {
      sendAll(ledger, new AgencyId(1), 1);
      assertEquals(new Reply.Finished(AGENCIES - 1), close.answer().get(30, TimeUnit.SECONDS));
      String finished = String.valueOf(reported.finished.poll(30, TimeUnit.SECONDS));
      assertTrue(finished.startsWith("2 at "), finished);
    }
  }

  private Ledger open() throws IOException {
    return RealLedger.open(folder(), AGENCIES, RealLedger.beginRun(folder()), reported);
  }

  private Ledger over(GroupCommit commit) {
    return new LedgerThread(commit, 0, () -> LockTimes.NONE, reported);
  }

  private Path folder() {
    return data.resolve("default");
  }

  /** As an agency does that waits for each ACK. */
  private static void sendAll(Ledger ledger, AgencyId agency, int batches) {
    for (int id = 1; id <= batches; id++) {
      Request.Batch batch = MadeUpBatches.batch(agency.number(), id);
      assertEquals(
          new Reply.Ack(id, batch.rows()),
          ledger.append(SESSION, agency, batch).join(),
          "batch " + id);
    }
  }
}
