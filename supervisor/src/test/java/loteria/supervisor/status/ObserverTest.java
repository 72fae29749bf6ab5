package loteria.supervisor.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import loteria.ipc.message.WorkerMessage;
import loteria.ipc.message.WorkerMessage.AgencyReport;
import loteria.ipc.message.WorkerMessage.Report;
import loteria.ipc.message.WorkerMessage.Work;
import loteria.supervisor.draw.DrawProgress;
import loteria.supervisor.draw.WinnerCounts;
import loteria.supervisor.slot.SlotView;
import loteria.supervisor.slot.WorkerState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ObserverTest {
  private static final Instant START = Instant.parse("2026-11-21T21:00:00Z");
  private static final long PID = 4711;

  private final WorkerReports reports = new WorkerReports(() -> START);
  private final Scene scene = new Scene();
  private final Observer observer =
      new Observer(
          new Facts("0.1.0", "default", 3, START, 1024, 1 << 20), scene, reports, () -> START);
  private long looks;

  @Test
  void storedBetsAreCountedWithTheirRate() {
    store(1, 0, 0);
    look();
    for (int i = 1; i <= 6; i++) {
      store(1, i, 100L * i);
      look();
    }
    Status status = observer.status();
    assertEquals(600, status.totals().bets());
    assertEquals(6, status.totals().batches());
    assertEquals(200, status.totals().betsPerSecond(), 1e-6);
    assertEquals(200, status.agencies().getFirst().betsPerSecond(), 1e-6);
    assertEquals(2, status.workers().getFirst().batchesPerSecond(), 1e-6);
    assertEquals(List.of(200.0, 200.0), tail(observer.history().betsPerSecond(), 2));
  }

  /** After a restart the bets of earlier runs must not count as stored in the first second. */
  @Test
  void betsStoredBeforeTheStartHaveNoRate() {
    look();
    store(1, 1_000, 70_000);
    look();
    look();
    assertEquals(70_000, observer.status().totals().bets());
    assertEquals(0, observer.status().totals().betsPerSecond());
    assertTrue(observer.history().betsPerSecond().stream().allMatch(rate -> rate == 0));
  }

  @Test
  void theLastFiveMinutesAreKept() {
    for (int i = 0; i < 2 * 400; i++) {
      look();
    }
    assertEquals(300, observer.history().betsPerSecond().size());
    assertEquals(300, observer.history().commitP99Ms().size());
    assertEquals(1000, observer.history().intervalMs());
  }

  @Test
  void shrinkingRoomHasATimeLeft() {
    assertEquals(new Status.Disk(1 << 30, 0, null), observer.status().disk());
    for (int i = 0; i < 300; i++) {
      scene.room -= 1 << 20;
      look();
    }
    Status.Disk disk = observer.status().disk();
    assertEquals((1 << 30) - (300L << 20), disk.roomBytes());
    assertEquals(2 << 20, disk.bytesPerSecond(), 1e-3);
    assertEquals((1024 - 300) / 2, disk.lastsSeconds());
    for (int i = 0; i < 120; i++) {
      look();
    }
    assertNull(observer.status().disk().lastsSeconds());
  }

  @Test
  void thePhaseFollowsTheDraw() {
    assertEquals(Status.Phase.OPEN, phase());
    scene.draw = progress(0, null, null);
    assertEquals(Status.Phase.DRAWING, phase());
    assertNull(observer.status().totals().winners());
    scene.draw = progress(0, START, Map.of(1, 2, 3, 1));
    assertEquals(Status.Phase.DRAWN, phase());
    assertEquals(3, observer.status().totals().winners());
    assertEquals(0, observer.status().agencies().get(1).winners());
    assertEquals(2, observer.status().agencies().get(0).winners());
  }

  @Test
  void drainedMeansOnlyWaitingAgenciesAreConnected() {
    reports.reported(PID, new Report(work(0), List.of(new AgencyReport(1, 0, 0, true, true))));
    scene.draining = true;
    scene.connections = 2;
    assertEquals(Status.Phase.DRAINING, phase());
    scene.connections = 1;
    assertEquals(Status.Phase.DRAINED, phase());
  }

  @Test
  void closedIntakeIsShownAfterTheDrawToo() {
    scene.draw = progress(0, START, Map.of());
    scene.draining = true;
    assertEquals(Status.Phase.DRAWN, phase());
    assertEquals(Status.Intake.DRAINED, observer.status().intake());
  }

  /**
   * The observer is created before there are workers: a reader must not see that state once all are
   * ready.
   */
  @Test
  void firstSampleComesBeforeTheFirstReader() {
    scene.slot = new SlotView(1, PID, WorkerState.DRAINING, START, 0, null, 2, null, false);
    observer.start();
    assertEquals(WorkerState.DRAINING, observer.status().workers().getFirst().state());
    observer.close();
  }

  @Test
  void agencyClosedByAnOperatorIsShown() {
    reports.closed(2);
    look();
    assertEquals(
        List.of(false, true, false),
        observer.status().agencies().stream().map(Status.Agency::closed).toList());
  }

  @Test
  void aWorkerIsSeenToDieAndToComeBack() {
    look();
    assertEquals(WorkerState.READY, observer.status().workers().getFirst().state());
    scene.slot =
        new SlotView(1, 0, WorkerState.WAITING, null, 0, "killed (SIGKILL)", 0, null, false);
    look();
    Status.Worker gone = observer.status().workers().getFirst();
    assertEquals(0, gone.pid());
    assertEquals("killed (SIGKILL)", gone.lastExit());
    assertEquals(0, gone.batchesPerSecond());
  }

  /** A million agencies may take part, and must cost nothing while they are away. */
  @Test
  void ofMoreThanAThousandOnlyActiveAgenciesAreListed() {
    var many =
        new Observer(
            new Facts("0.1.0", "default", 999_999, START, 1024, 1 << 20),
            scene,
            reports,
            () -> START);
    store(777_777, 2, 140);
    reports.reported(PID, new Report(work(2), List.of(new AgencyReport(1_234, 0, 0, true, true))));
    many.look(1, START.plusSeconds(60));
    List<Integer> listed = many.status().agencies().stream().map(Status.Agency::id).toList();
    assertEquals(List.of(1_234, 777_777), listed);
    assertEquals(140, many.status().totals().bets());
    assertEquals(1, many.status().totals().waiting());
    assertEquals(999_999, many.status().totals().agencies());
  }

  private static DrawProgress progress(
      int missing, @Nullable Instant drawnAt, @Nullable Map<Integer, Integer> winners) {
    var finished = new BitSet();
    finished.set(1, 4 - missing);
    List<Integer> first = IntStream.rangeClosed(4 - missing, 3).boxed().toList();
    return new DrawProgress(
        finished,
        missing,
        first,
        START,
        null,
        WorkerMessage.DrawStage.OPEN,
        false,
        drawnAt,
        winners == null ? null : 7574,
        winners == null ? null : WinnerCounts.of(winners));
  }

  private Status.Phase phase() {
    look();
    return observer.status().phase();
  }

  /** Half a second later. */
  private void look() {
    looks++;
    observer.look(looks * 500_000_000, START.plusMillis(looks * 500));
  }

  private void store(int agency, long batches, long bets) {
    reports.reported(
        PID,
        new Report(work(batches), List.of(new AgencyReport(agency, batches, bets, true, false))));
  }

  private static Work work(long commits) {
    return new Work(commits, 0, 0, commits, 0, List.of());
  }

  private static List<Double> tail(List<Double> list, int count) {
    return list.subList(list.size() - count, list.size());
  }

  /** The sources, as the test sets them. */
  private static final class Scene implements Watched {
    SlotView slot = new SlotView(1, PID, WorkerState.READY, START, 0, null, 2, null, false);
    DrawProgress draw = progress(3, null, null);
    boolean draining;
    int connections;
    long room = 1 << 30;

    @Override
    public List<SlotView> workers() {
      return List.of(slot);
    }

    @Override
    public int workersWanted() {
      return 1;
    }

    @Override
    public DrawProgress draw() {
      return draw;
    }

    @Override
    public int connections() {
      return connections;
    }

    @Override
    public long heldBytes() {
      return 0;
    }

    @Override
    public long roomBytes() {
      return room;
    }

    @Override
    public boolean isDraining() {
      return draining;
    }

    @Override
    public Status.Identity identity() {
      return Status.Identity.UNCHECKED;
    }

    @Override
    public @Nullable String notReady() {
      return null;
    }

    @Override
    public List<PastDraw> earlier() {
      return List.of();
    }

    @Override
    public List<Event> events() {
      return List.of();
    }
  }
}
