package loteria.worker.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import loteria.ipc.bet.AgencyId;
import loteria.ipc.wire.Coordination;
import loteria.ipc.wire.Reply;
import loteria.ipc.wire.Request;
import loteria.worker.disk.NewFolder;
import loteria.worker.ledger.DiskEvent.Target;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ledger with its thread, on real files. */
@Timeout(60)
class LedgerTest {
  private static final AgencySession SESSION = new AgencySession(Batches.EPOCH);

  private static final int AGENCIES = 20;

  @TempDir private Path data;

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

  private final Ledger.Events events =
      new Ledger.Events() {
        @Override
        public void finished(AgencyId agency, long committedBytes) {
          told.add(agency + " at " + committedBytes);
        }

        @Override
        public void failed(Throwable failure) {
          failures.add(failure);
        }
      };

  @Test
  void aSurveyTellsWhatIsOnDiskAndWhatTheLedgerDid() throws Exception {
    try (Ledger ledger = open()) {
      ledger.append(SESSION, new AgencyId(2), Batches.batch(2, 1, 5, 1)).join();
      ledger.append(SESSION, new AgencyId(2), Batches.batch(2, 2, 3, 1)).join();
      Survey survey = ledger.survey().join();
      assertEquals(List.of(new Survey.Totals(2, 2, 8)), survey.agencies());
      assertEquals(2, survey.work().turns());
      assertEquals(2, survey.work().commits());
      long counted = survey.work().commitBuckets().stream().mapToLong(Long::longValue).sum();
      assertEquals(2, counted);
      assertTrue(survey.work().commitNanos() > 0);
      assertTrue(survey.work().lockWaitNanos() > 0);
      assertEquals(new Survey(survey.work(), List.of()), ledger.survey().join(), "nothing is new");
    }
    try (Ledger again = open()) {
      assertEquals(List.of(new Survey.Totals(2, 2, 8)), again.survey().join().agencies());
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
    StoredBets stored = StoredBets.read(folder(), AGENCIES);
    for (int agency = 1; agency <= AGENCIES; agency++) {
      assertEquals(batches, stored.batches(agency));
    }
  }

  @Test
  void whatWasStoredIsThereWhenItIsOpenedAgain() throws Exception {
    try (Ledger ledger = open()) {
      sendAll(ledger, new AgencyId(3), 4);
      assertEquals(new Reply.Finished(19), ledger.finish(SESSION, new AgencyId(3), null).get());
      assertEquals(Batches.DRAW, ledger.recordDraw(Batches.DRAW).get());
    }
    long size = Files.size(folder().resolve("bets.csv"));
    try (Ledger ledger = open()) {
      assertEquals(
          new Coordination.Journal(List.of(3), size, List.of(Batches.DRAW)), ledger.recovered());
      Standing standing = ledger.standing(new AgencyId(3)).get();
      assertEquals(4, standing.lastBatch());
      assertTrue(standing.finished() && standing.drawn());
    }
  }

  @Test
  void whoFinishedIsToldOfBeforeItIsAnswered() throws Exception {
    try (Ledger ledger = open()) {
      sendAll(ledger, new AgencyId(1), 2);
      CompletableFuture<String> whenAnswered =
          ledger.finish(SESSION, new AgencyId(1), null).thenApply(_ -> String.valueOf(told.peek()));
      long size = Files.size(folder().resolve("bets.csv"));
      assertEquals("1 at " + size, whenAnswered.get());
    }
  }

  @Test
  void closingCarriesOutWhatIsInHand() throws Exception {
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    try (Ledger ledger = open()) {
      for (int id = 1; id <= 500; id++) {
        replies.add(ledger.append(SESSION, new AgencyId(1), Batches.batch(1, id)));
      }
    }
    for (var reply : replies) {
      assertTrue(reply.isDone() && reply.get() instanceof Reply.Ack);
    }
    assertEquals(500, StoredBets.read(folder(), AGENCIES).batches(1));
  }

  @Test
  void aFailedForceIsToldOnceAndNothingIsAnsweredAnyMore() throws Exception {
    var failed = new IOException("Input/output error");
    var disk = new MemoryDisk();
    Store store = disk.open(AGENCIES);
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
    try (var ledger = Ledger.over(store, AGENCIES, events)) {
      first = ledger.append(SESSION, new AgencyId(1), Batches.batch(1, 1));
      assertSame(failed, failures.poll(30, TimeUnit.SECONDS));
      second = ledger.append(SESSION, new AgencyId(1), Batches.batch(1, 1));
    }
    assertTrue(!first.isDone() && !second.isDone());
    assertEquals(1, forces[0]);
    assertTrue(failures.isEmpty());
  }

  @Test
  void aCheckpointThatFailsEndsTheLedger() throws Exception {
    var failed = new IOException("Input/output error");
    var disk = new MemoryDisk();
    Store store = disk.open(AGENCIES);
    disk.before(
        event -> {
          if (event.equals(new DiskEvent.Force(Target.JOURNAL))) {
            throw failed;
          }
        });
    CompletableFuture<Reply> late;
    try (var ledger = Ledger.over(store, AGENCIES, events)) {
      var agency = new AgencyId(1);
      for (int id = 1; failures.isEmpty(); id++) {
        CompletableFuture<Reply> reply =
            ledger.append(SESSION, agency, Batches.batch(1, id, 3, 10));
        Awaitility.await().until(() -> reply.isDone() || !failures.isEmpty());
      }
      Throwable told = failures.take();
      assertEquals(
          failed, told instanceof IOException && told.getCause() != null ? told.getCause() : told);
      late = ledger.append(SESSION, agency, Batches.batch(1, 1, 3, 10));
    }
    assertFalse(late.isDone());
    assertTrue(failures.isEmpty(), "told once");
  }

  /** A defect of ours must not leave a ledger that takes orders and never answers. */
  @Test
  void whateverEndsItsThreadIsToldAsAFailure() throws Exception {
    var disk = new MemoryDisk();
    Store store = disk.open(AGENCIES);
    var defect = new IllegalStateException("a defect");
    disk.before(
        _ -> {
          throw defect;
        });
    try (var ledger = Ledger.over(store, AGENCIES, events)) {
      var _ = ledger.append(SESSION, new AgencyId(1), Batches.batch(1, 1));
      assertSame(defect, failures.poll(10, TimeUnit.SECONDS));
    }
  }

  /** Without the journal every row would count as a torn tail, and be cut. */
  @Test
  void betsWithoutAJournalAreNotTouched() throws Exception {
    try (Ledger ledger = open()) {
      sendAll(ledger, new AgencyId(1), 3);
    }
    Path bets = folder().resolve("bets.csv");
    byte[] before = Files.readAllBytes(bets);
    Files.write(folder().resolve("journal"), new byte[0]);
    for (int i = 0; i < 2; i++) {
      assertThrows(DamagedLedgerException.class, this::open);
      assertEquals(before.length, Files.size(bets));
    }
  }

  private Ledger open() throws IOException {
    return Ledger.open(NewFolder.filesOf(folder()), AGENCIES, events);
  }

  private Path folder() {
    return data.resolve("default");
  }

  /** As an agency does that waits for each ACK. */
  private static void sendAll(Ledger ledger, AgencyId agency, int batches) {
    for (int id = 1; id <= batches; id++) {
      Request.Batch batch = Batches.batch(agency.number(), id);
      assertEquals(
          new Reply.Ack(id, batch.rows()),
          ledger.append(SESSION, agency, batch).join(),
          "batch " + id);
    }
  }
}
