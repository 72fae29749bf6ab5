package loteria.supervisor.status;

import java.time.Instant;
import java.util.List;
import loteria.supervisor.slot.WorkerState;

/** Snapshots for tests. */
public final class SampleStatus {
  private static final Instant START = Instant.parse("2026-11-21T21:00:00Z");

  /** Two of three agencies have finished, one of two workers serves. */
  public static final Status OPEN =
      new Status(
          "0.1.0",
          "christmas",
          null,
          Status.Phase.OPEN,
          Status.Intake.OPEN,
          START.plusSeconds(3723),
          START,
          null,
          null,
          null,
          new Status.Totals(910, 13, 70.5, 1.25, 3, 2, 2, 1, null),
          new Status.WaitsFor(1, List.of(3), START.plusSeconds(3600)),
          List.of(
              new Status.Agency(
                  1, 700, 10, 70.5, true, false, true, true, START.plusSeconds(60), null),
              new Status.Agency(2, 0, 0, 0, true, true, false, false, null, null),
              new Status.Agency(
                  3, 210, 3, 0, false, false, true, false, START.plusSeconds(5), null)),
          2,
          List.of(
              new Status.Worker(
                  1,
                  4711,
                  WorkerState.READY,
                  START,
                  2,
                  "killed (SIGKILL)",
                  2,
                  1.25,
                  31,
                  0.04,
                  1.75,
                  64 << 20),
              new Status.Worker(2, 0, WorkerState.WAITING, null, 1, "success", 0, 0, 0, 0, 0, 0)),
          new Status.Commits(
              0.7, 1.9, 13, 9.5, List.of(new Status.Bucket(1.0, 12), new Status.Bucket(null, 1))),
          new Status.Disk(18L << 30, 2.5 * (1 << 20), 7372L),
          List.of(new Status.Limit("connections", 3, 1024)),
          new Status.Identity(
              true,
              true,
              3,
              START.plusSeconds(30 * 86_400),
              START.plusSeconds(3650 * 86_400L),
              START.plusSeconds(7 * 86_400)),
          null,
          List.of(),
          List.of(
              new PastDraw("easter", 1234, "5e".repeat(32), 42, 7),
              new PastDraw("carnival", 0, null, 9999, 0)));

  private SampleStatus() {}

  /** {@link #OPEN} of a server whose log is replicated. */
  public static Status replicated(Status.Replication replication) {
    return new Status(
        OPEN.version(),
        OPEN.draw(),
        OPEN.winningNumber(),
        OPEN.phase(),
        OPEN.intake(),
        OPEN.at(),
        OPEN.startedAt(),
        OPEN.closesAt(),
        OPEN.seal(),
        OPEN.drawnAt(),
        OPEN.totals(),
        OPEN.waitsFor(),
        OPEN.agencies(),
        OPEN.workersWanted(),
        OPEN.workers(),
        OPEN.commits(),
        OPEN.disk(),
        OPEN.limits(),
        OPEN.identity(),
        replication,
        OPEN.events(),
        OPEN.earlier());
  }
}
