package loteria.supervisor.draw;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.message.WorkerMessage;
import loteria.ipc.message.WorkerMessage.Advance;
import loteria.ipc.message.WorkerMessage.DigestsScanned;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.message.WorkerMessage.LogSummary;
import loteria.ipc.message.WorkerMessage.ScanDigests;
import loteria.ipc.message.WorkerMessage.Seal;
import loteria.ipc.message.WorkerMessage.StageReached;
import loteria.ipc.row.AgencyDigest;
import loteria.ipc.row.SealCsv;
import loteria.ipc.row.Sha256;
import loteria.ipc.runtime.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The steps between the last bet and the number. */
@Timeout(60)
class CoordinatorSealTest implements CoordinatorSocket.Events {
  private static final AgencyDigest ONE = new AgencyDigest(1, 2, 40, Sha256.of(new byte[] {1}));
  private static final AgencyDigest TWO = new AgencyDigest(2, 1, 7, Sha256.of(new byte[] {2}));
  private static final List<AgencyDigest> BOTH = List.of(ONE, TWO);
  private static final Seal SEAL = new Seal(2, Sha256.of(SealCsv.content(BOTH)));

  @TempDir private Path folder;

  private final BlockingQueue<ExitCode> failures = new LinkedBlockingQueue<>();
  private Coordinator coordinator;
  private CoordinatorSocket listening;

  @BeforeEach
  void start() throws IOException {
    var rules =
        new Coordinator.Rules(
            2, null, new ClosingTime(null, Clock.systemUTC()), false, List.of("none"));
    coordinator =
        new Coordinator(folder, FileAccess.OWNER, rules, Clock.systemUTC(), failures::add);
    listening = CoordinatorSocket.listen(socket(), coordinator, this);
    coordinator.start();
  }

  @AfterEach
  void end() throws IOException {
    listening.close();
    coordinator.close();
  }

  @Test
  void aPartOfAWorkerThatDiesIsGivenToAnotherAndTheSealIsRecordedOnce() throws Exception {
    FakeLink first = join(DrawStage.OPEN, List.of(1, 2));
    assertEquals(new Advance(DrawStage.CLOSED), first.hears());
    try (FakeLink second = join(DrawStage.OPEN, List.of(1, 2))) {
      first.say(new StageReached(DrawStage.CLOSED, 1000));
      var lost = assertInstanceOf(ScanDigests.class, first.hears());
      assertEquals(1000, lost.end());
      first.close();
      boolean[] given = new boolean[lost.parts()];
      for (int part = 0; part < lost.parts(); part++) {
        var scan = assertInstanceOf(ScanDigests.class, second.hears());
        given[scan.remainder()] = true;
        List<AgencyDigest> own =
            BOTH.stream().filter(of -> of.agency() % scan.parts() == scan.remainder()).toList();
        second.say(new DigestsScanned(scan.id(), false, own));
        second.say(new DigestsScanned(scan.id(), true, List.of()));
      }
      assertTrue(given[lost.remainder()], "the part of the dead worker");
      assertEquals(new Advance(DrawStage.CLOSED.with(SEAL)), second.hears());
      assertEquals(
          new String(SealCsv.content(BOTH), StandardCharsets.US_ASCII),
          Files.readString(folder.resolve("seal.csv")));
      second.say(new StageReached(DrawStage.CLOSED.with(SEAL), 1100));
      DrawStage drawn = DrawStage.CLOSED.with(SEAL).with(12);
      await().until(() -> coordinator.stage().seal() != null);
      assertTrue(coordinator.advance(DrawStage.CLOSED, Duration.ZERO), "it is closed");
      Thread.ofVirtual().start(() -> advance(drawn));
      assertEquals(new Advance(drawn), second.hears());
      second.say(new StageReached(drawn, 1200));
      assertEquals(12, assertInstanceOf(WorkerMessage.Scan.class, second.hears()).winningNumber());
    }
  }

  /** Another server's draw is before this one's closing in the log: nothing more is recorded. */
  @Test
  void aDrawThatIsFoundEndsTheWaitForAStep() throws Exception {
    try (FakeLink worker = join(DrawStage.OPEN, List.of(1, 2))) {
      assertEquals(new Advance(DrawStage.CLOSED), worker.hears());
      var draw = new WorkerMessage.DrawRecord(12, 0, 0);
      worker.say(new WorkerMessage.DrawFound(draw, 1000));
      worker.say(new StageReached(DrawStage.OPEN, 0));
      WorkerMessage next = worker.hears();
      while (next instanceof Advance) {
        next = worker.hears();
      }
      assertEquals(12, assertInstanceOf(WorkerMessage.Scan.class, next).winningNumber());
    }
  }

  /** What is in the log is not what was sealed: nothing may be drawn. */
  @Test
  void betsThatAreNotThoseOfTheSealEndTheServer() throws Exception {
    try (FakeLink worker = join(DrawStage.CLOSED.with(SEAL), List.of())) {
      var scan = assertInstanceOf(ScanDigests.class, worker.hears());
      worker.say(new DigestsScanned(scan.id(), true, List.of(ONE)));
      assertEquals(ExitCode.LEDGER_DAMAGED, failures.take());
    }
  }

  @Test
  void aFileOfTheSealIsNotMadeAgain() throws Exception {
    Files.write(folder.resolve("seal.csv"), SealCsv.content(BOTH));
    try (FakeLink worker = join(DrawStage.CLOSED.with(SEAL).with(12), List.of())) {
      assertInstanceOf(WorkerMessage.Scan.class, worker.hears());
    }
  }

  private void advance(DrawStage target) {
    try {
      assertTrue(coordinator.advance(target, Duration.ofSeconds(20)));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private FakeLink join(DrawStage stage, List<Integer> finished) throws IOException {
    var ledger = new LogSummary(finished, 1000, List.of(), stage);
    return FakeLink.announce(socket(), FakeLink.TOKEN, ledger, false);
  }

  private Path socket() {
    return folder.resolve("coordinator.sock");
  }

  @Override
  public void announced(WorkerMessage.Ready announcement, WorkerLink link) {
    coordinator.joined(link, announcement.ledger());
  }

  @Override
  public void beat(long pid, WorkerMessage.Heartbeat heartbeat) {}

  @Override
  public void reported(long pid, WorkerMessage.Report report) {}

  @Override
  public void finished(WorkerMessage.AgencyFinished end) {}

  @Override
  public void followed(long pid, WorkerMessage.Followed position) {}

  @Override
  public void closed(List<Integer> agencies) {}

  @Override
  public void left(long pid) {}
}
