package loteria.supervisor.draw;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.message.WorkerMessage;
import loteria.ipc.message.WorkerMessage.AgencyFinished;
import loteria.ipc.message.WorkerMessage.CloseAgency;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.DrawRecorded;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.message.WorkerMessage.Drawn;
import loteria.ipc.message.WorkerMessage.Heartbeat;
import loteria.ipc.message.WorkerMessage.LogSummary;
import loteria.ipc.message.WorkerMessage.RecordDraw;
import loteria.ipc.message.WorkerMessage.Scan;
import loteria.ipc.message.WorkerMessage.Scanned;
import loteria.ipc.message.WorkerMessage.Winner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class CoordinatorTest {
  private static final int NUMBER = 7574;
  private static final int BYTES = 1000;
  private static final Winner ANA = new Winner(1, "30123456");
  private static final Winner LEO = new Winner(2, "28765432");
  private static final String FILE = "1,30123456\r\n2,28765432\r\n";
  private static final DrawRecord DRAW = MadeUpDraw.of(NUMBER, List.of(ANA, LEO)).draw();
  private static final Drawn DRAWN = new Drawn(DRAW);

  @TempDir private Path folder;

  @Test
  void drawIsMadeOnceAllHaveFinished() throws Exception {
    try (var bench = new Bench(folder);
        FakeLink first = bench.join(List.of(), 0);
        FakeLink second = bench.join(List.of(), 0)) {
      first.say(new AgencyFinished(1, 600, 1, 10));
      first.say(new AgencyFinished(1, 600, 1, 10));
      bench.assertNothingHappens();
      second.say(new AgencyFinished(2, BYTES, 2, 10));
      answerScan(first, 0, 500, ANA);
      answerScan(second, 500, BYTES, LEO);
      assertEquals(new RecordDraw(DRAW), first.hears());
      assertEquals(FILE, Files.readString(folder.resolve("winners.csv")), "before the ledger");
      first.say(new DrawRecorded(DRAW));
      assertEquals(DRAWN, first.hears());
      assertEquals(DRAWN, second.hears());
      second.say(new AgencyFinished(1, BYTES, 1, 10));
      first.say(new AgencyFinished(2, BYTES, 2, 10));
      bench.assertSaysNoMore(first);
      bench.assertSaysNoMore(second);
    }
  }

  @Test
  void drawWaitsALittleForTheLinesOfEveryWorker() throws Exception {
    try (var bench = new Bench(folder);
        FakeLink worker = bench.join(List.of(1), BYTES)) {
      worker.keepLines();
      worker.say(new AgencyFinished(2, BYTES, 2, 10));
      answerScan(worker, 0, BYTES, ANA, LEO);
      worker.hears();
      long begun = System.nanoTime();
      worker.say(new DrawRecorded(DRAW));
      assertEquals(DRAWN, worker.hears());
      long waitedMs = (System.nanoTime() - begun) / 1_000_000;
      assertTrue(waitedMs >= 450, "it did not wait, but came after " + waitedMs + " ms");
    }
  }

  @Test
  void agenciesFinishedInTheLedgerCount() throws Exception {
    try (var bench = new Bench(folder);
        FakeLink worker = FakeLink.join(bench.socket, List.of(1), BYTES)) {
      worker.say(new AgencyFinished(2, BYTES, 2, 10));
      answerScan(worker, 0, BYTES, ANA, LEO);
      worker.hears();
      worker.say(new DrawRecorded(DRAW));
      assertEquals(DRAWN, worker.hears());
    }
  }

  @Test
  void rangeOfAWorkerThatDiesIsGivenToAnother() throws Exception {
    try (var bench = new Bench(folder);
        FakeLink first = FakeLink.join(bench.socket, List.of(1), BYTES)) {
      bench.awaitJoined(1);
      try (FakeLink second = FakeLink.join(bench.socket, List.of(1), BYTES)) {
        bench.awaitJoined(2);
        first.say(new AgencyFinished(2, BYTES, 2, 10));
        assertInstanceOf(Scan.class, second.hears());
      }
      answerScan(first, 0, 500, ANA);
      answerScan(first, 500, BYTES, LEO);
      assertEquals(new RecordDraw(DRAW), first.hears());
    }
  }

  @Test
  void workerThatJoinsDuringTheScanTakesPart() throws Exception {
    long size = ScanPlan.RANGE_BYTES_MAX;
    try (var bench = new Bench(folder);
        FakeLink first = FakeLink.join(bench.socket, List.of(1, 2), 2 * size + 1)) {
      var begun = assertInstanceOf(Scan.class, first.hears());
      try (FakeLink second = FakeLink.join(bench.socket, List.of(1, 2), 2 * size + 1)) {
        answerScan(second, size, 2 * size, LEO);
        answerScan(second, 2 * size, 2 * size + 1);
        first.say(new Scanned(begun.id(), true, List.of(ANA)));
        assertEquals(new RecordDraw(DRAW), first.hears());
      }
    }
  }

  @Test
  void drawSurvivesTheDeathOfEveryWorkerAtEveryStep() throws Exception {
    try (var bench = new Bench(folder)) {
      bench.join(List.of(1, 2), BYTES).close();
      bench.awaitJoined(0);
      try (FakeLink second = bench.join(List.of(1, 2), BYTES)) {
        second.hears();
      }
      bench.awaitJoined(0);
      try (FakeLink third = bench.join(List.of(1, 2), BYTES)) {
        answerScan(third, 0, BYTES, ANA, LEO);
        assertEquals(new RecordDraw(DRAW), third.hears());
      }
      bench.awaitJoined(0);
      try (FakeLink fourth = bench.join(List.of(1, 2), BYTES, DRAW)) {
        assertEquals(new RecordDraw(DRAW), fourth.hears());
        fourth.say(new DrawRecorded(DRAW));
        assertEquals(DRAWN, fourth.hears());
      }
    }
  }

  @Test
  void drawInTheLedgerIsReadFromItsFile() throws Exception {
    Files.writeString(folder.resolve("winners.csv"), FILE);
    try (var bench = new Bench(folder);
        FakeLink worker = FakeLink.join(bench.socket, List.of(1, 2), BYTES, DRAW)) {
      assertEquals(DRAWN, worker.hears());
      bench.assertSaysNoMore(worker);
    }
  }

  @Test
  void drawInTheLedgerStandsWhateverNumberIsAskedForNow() throws Exception {
    var other = MadeUpDraw.of(1, List.of(LEO));
    try (var bench = new Bench(folder);
        FakeLink worker = FakeLink.join(bench.socket, List.of(1, 2), BYTES, other.draw())) {
      var scan = assertInstanceOf(Scan.class, worker.hears());
      assertEquals(1, scan.winningNumber());
      worker.say(new Scanned(scan.id(), true, List.of(LEO)));
      assertEquals(new Drawn(other.draw()), worker.hears());
    }
  }

  @Test
  void fileThatIsNotTheLedgersIsFoundAgain() throws Exception {
    for (String damaged : List.of("", FILE.replace("30", "31"), "x,y\r\n", "1", "\uffff,")) {
      Files.writeString(folder.resolve("winners.csv"), damaged);
      try (var bench = new Bench(folder);
          FakeLink worker = FakeLink.join(bench.socket, List.of(1, 2), BYTES, DRAW)) {
        answerScan(worker, 0, BYTES, ANA, LEO);
        assertEquals(DRAWN, worker.hears(), damaged);
        bench.assertSaysNoMore(worker);
        assertEquals(FILE, Files.readString(folder.resolve("winners.csv")), damaged);
      }
    }
  }

  @Test
  void fileThatIsMissingIsFoundAgain() throws Exception {
    try (var bench = new Bench(folder);
        FakeLink worker = FakeLink.join(bench.socket, List.of(1, 2), BYTES, DRAW)) {
      answerScan(worker, 0, BYTES, ANA, LEO);
      assertEquals(DRAWN, worker.hears());
      assertEquals(FILE, Files.readString(folder.resolve("winners.csv")));
    }
  }

  @Test
  void winnersThatDifferFromTheLedgerStopTheServer() throws Exception {
    try (var bench = new Bench(folder);
        FakeLink worker = FakeLink.join(bench.socket, List.of(1, 2), BYTES, DRAW)) {
      answerScan(worker, 0, BYTES, ANA);
      await().until(() -> bench.failures.get() == 1);
      assertTrue(Files.notExists(folder.resolve("winners.csv")));
      bench.assertSaysNoMore(worker);
    }
  }

  @Test
  void anotherDrawInTheLedgerStopsTheServer() throws Exception {
    try (var bench = new Bench(folder);
        FakeLink worker = FakeLink.join(bench.socket, List.of(1, 2), BYTES)) {
      answerScan(worker, 0, BYTES, ANA, LEO);
      assertEquals(new RecordDraw(DRAW), worker.hears());
      worker.say(new DrawRecorded(new DrawRecord(1, 0, 0)));
      await().until(() -> bench.failures.get() == 1);
      bench.assertSaysNoMore(worker);
    }
  }

  @Test
  void workerThatJoinsAfterTheDrawGetsItToo() throws Exception {
    Files.writeString(folder.resolve("winners.csv"), FILE);
    try (var bench = new Bench(folder);
        FakeLink first = FakeLink.join(bench.socket, List.of(1, 2), BYTES, DRAW)) {
      assertEquals(DRAWN, first.hears());
      for (int i = 0; i < 3; i++) {
        try (FakeLink late = FakeLink.join(bench.socket, List.of(1, 2), BYTES, DRAW)) {
          assertEquals(DRAWN, late.hears());
        }
      }
    }
  }

  @Test
  void lotteryWithoutBetsHasADrawToo() throws Exception {
    var nobody = MadeUpDraw.of(NUMBER, List.of());
    try (var bench = new Bench(folder);
        FakeLink worker = FakeLink.join(bench.socket, List.of(1, 2), 0)) {
      assertEquals(new RecordDraw(nobody.draw()), worker.hears());
      worker.say(new DrawRecorded(nobody.draw()));
      assertEquals(new Drawn(nobody.draw()), worker.hears());
      assertEquals(0, Files.size(folder.resolve("winners.csv")));
    }
  }

  @Test
  void unknownProcessIsIgnored() throws Exception {
    try (var bench = new Bench(folder);
        FakeLink stranger =
            FakeLink.announce(
                bench.socket,
                "wrong",
                new LogSummary(List.of(1, 2), 10, List.of(), DrawStage.OPEN))) {
      say(stranger, new AgencyFinished(1, BYTES, 1, 10));
      say(stranger, new AgencyFinished(2, BYTES, 2, 10));
      say(stranger, new Heartbeat(1, 1, 1, 1));
      assertNothingHeard(stranger);
      try (FakeLink worker = FakeLink.join(bench.socket, List.of(), 0)) {
        bench.awaitJoined(1);
        bench.assertSaysNoMore(worker);
        assertEquals(0, bench.beats.get());
      }
    }
  }

  /** The messages to a hung worker, until its heartbeat is missed, must not block the sender. */
  @Test
  void hungWorkerBlocksNoSender() throws Exception {
    Files.writeString(folder.resolve("winners.csv"), FILE);
    try (var bench = new Bench(folder);
        FakeLink _ = FakeLink.join(bench.socket, List.of(1, 2), BYTES, DRAW)) {
      bench.awaitJoined(1);
      try (FakeLink _ = FakeLink.join(bench.socket, List.of(1, 2), BYTES, DRAW);
          FakeLink listening = FakeLink.join(bench.socket, List.of(1, 2), BYTES, DRAW)) {
        bench.awaitJoined(3);
        assertEquals(DRAWN, listening.hears());
      }
    }
  }

  /** A worker that dies after some of its winners have come leaves none of them twice. */
  @Test
  void partOfARangeIsNotCountedTwice() throws Exception {
    try (var bench = new Bench(folder)) {
      bench.join(List.of(1, 2), BYTES).close();
      bench.awaitJoined(0);
      try (FakeLink first = bench.join(List.of(1, 2), BYTES)) {
        var scan = assertInstanceOf(Scan.class, first.hears());
        first.say(new Scanned(scan.id(), false, List.of(ANA)));
      }
      bench.awaitJoined(0);
      try (FakeLink second = bench.join(List.of(1, 2), BYTES)) {
        answerScan(second, 0, BYTES, ANA, LEO);
        assertEquals(new RecordDraw(DRAW), second.hears());
        assertEquals(FILE, Files.readString(folder.resolve("winners.csv")));
      }
    }
  }

  /** One dead agency must not hold up the draw. */
  @Test
  void closingAnAgencyIsRetriedUntilTheLedgerHasIt() throws Exception {
    try (var bench = new Bench(folder)) {
      CompletableFuture<Boolean> closed;
      try (FakeLink first = FakeLink.join(bench.socket, List.of(1), 600)) {
        bench.awaitJoined(1);
        assertEquals(List.of(2), bench.coordinator.progress().firstMissing());
        closed = CompletableFuture.supplyAsync(() -> close(bench.coordinator));
        assertEquals(new CloseAgency(2), first.hears());
      }
      bench.awaitJoined(0);
      try (FakeLink second = FakeLink.join(bench.socket, List.of(1), 600)) {
        assertEquals(new CloseAgency(2), second.hears());
        second.say(new AgencyFinished(2, BYTES, 2, 10));
        assertTrue(closed.get());
        assertEquals(List.of(), bench.coordinator.progress().firstMissing());
        answerScan(second, 0, BYTES, ANA, LEO);
        assertEquals(new RecordDraw(DRAW), second.hears());
        assertNull(bench.coordinator.progress().winners());
        second.say(new DrawRecorded(DRAW));
        assertEquals(DRAWN, second.hears());
        WinnerCounts winners = Objects.requireNonNull(bench.coordinator.progress().winners());
        assertEquals(1, winners.of(1));
        assertEquals(1, winners.of(2));
      }
    }
  }

  @Test
  void anAgencyThatNoWorkerCanCloseStaysOpen() throws Exception {
    try (var bench = new Bench(folder)) {
      assertFalse(bench.coordinator.closeAgency(2, Duration.ofMillis(1)));
      assertEquals(List.of(1, 2), bench.coordinator.progress().firstMissing());
    }
  }

  /** A coordinator with its socket; a thread of its own accepts links with the right token. */
  private static final class Bench implements AutoCloseable, CoordinatorSocket.Events {
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger joined = new AtomicInteger();
    private final AtomicInteger beats = new AtomicInteger();
    private final AtomicInteger reports = new AtomicInteger();
    private final Coordinator coordinator;
    private final CoordinatorSocket listening;
    private final Path socket;

    Bench(Path folder) throws IOException {
      socket = folder.resolve("coordinator.sock");
      coordinator =
          new Coordinator(
              folder,
              FileAccess.OWNER,
              new Coordinator.Rules(
                  2, NUMBER, new ClosingTime(null, Clock.systemUTC()), false, List.of()),
              Clock.systemUTC(),
              _ -> failures.incrementAndGet());
      listening = CoordinatorSocket.listen(socket, coordinator, this);
      coordinator.start();
    }

    @Override
    public void announced(WorkerMessage.Ready announcement, WorkerLink link) {
      Thread.startVirtualThread(
          () -> {
            if (announcement.token().equals(FakeLink.TOKEN)) {
              coordinator.joined(link, announcement.ledger());
              joined.incrementAndGet();
            } else {
              link.close();
            }
          });
    }

    @Override
    public void finished(AgencyFinished end) {}

    @Override
    public void followed(long pid, WorkerMessage.Followed position) {}

    @Override
    public void beat(long pid, Heartbeat heartbeat) {
      beats.incrementAndGet();
    }

    @Override
    public void closed(List<Integer> agencies) {}

    @Override
    public void reported(long pid, WorkerMessage.Report report) {
      reports.incrementAndGet();
    }

    @Override
    public void left(long pid) {
      joined.decrementAndGet();
    }

    /** As {@link FakeLink#join}, and waits until the worker has joined. */
    FakeLink join(List<Integer> finished, long bytes, DrawRecord... drawn) throws IOException {
      int before = joined.get();
      FakeLink link = FakeLink.join(socket, finished, bytes, drawn);
      awaitJoined(before + 1);
      return link;
    }

    void awaitJoined(int count) {
      await().until(() -> joined.get() == count);
    }

    void assertNothingHappens() {
      await().pollDelay(Duration.ofMillis(200)).until(() -> failures.get() == 0);
    }

    /** Ends the link's other side: an earlier message would be received first. */
    void assertSaysNoMore(FakeLink link) throws IOException, InterruptedException {
      assertNothingHappensMore();
      listening.close();
      assertNull(link.hears());
    }

    private static void assertNothingHappensMore() {
      await().pollDelay(Duration.ofMillis(200)).until(() -> true);
    }

    @Override
    public void close() throws IOException {
      listening.close();
      coordinator.close();
    }
  }

  private static void answerScan(FakeLink link, long from, long to, Winner... winners)
      throws IOException, InterruptedException {
    var scan = assertInstanceOf(Scan.class, link.hears());
    assertEquals(new Scan(scan.id(), NUMBER, from, to, scan.end()), scan);
    for (Winner winner : winners) {
      link.say(new Scanned(scan.id(), false, List.of(winner)));
    }
    link.say(new Scanned(scan.id(), true, List.of()));
  }

  private static boolean close(Coordinator coordinator) {
    try {
      return coordinator.closeAgency(2, Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void say(FakeLink link, WorkerMessage message) {
    try {
      link.say(message);
    } catch (IOException _) {
      // The supervisor has closed the link already.
    }
  }

  private static void assertNothingHeard(FakeLink link) {
    try {
      assertNull(link.hears());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
