package loteria.supervisor.web;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import loteria.supervisor.slot.WorkerState;
import loteria.supervisor.status.History;
import loteria.supervisor.status.Observed;
import loteria.supervisor.status.PastDraw;
import loteria.supervisor.status.Status;
import org.jspecify.annotations.Nullable;

/** A source of made-up statuses that counts how often it is read. */
final class View implements Observed {
  static final Instant START = Instant.parse("2026-11-20T21:00:00Z");

  final AtomicInteger asked = new AtomicInteger();
  volatile Status status = status(3, 1000);
  volatile @Nullable String notReady;

  @Override
  public Status status() {
    asked.incrementAndGet();
    return status;
  }

  @Override
  public @Nullable String notReady() {
    return notReady;
  }

  @Override
  public History history() {
    return new History(START, 1000, List.of(1.0, 2.0), List.of(0.5, 0.6));
  }

  /** A status of this many agencies with this many bets each; one has finished, none is drawn. */
  static Status status(int agencies, long bets) {
    return status(Status.Phase.OPEN, agencies, bets, WorkerState.READY, null);
  }

  static Status status(
      Status.Phase phase, int agencies, long bets, WorkerState worker, @Nullable Integer winners) {
    return new Status(
        "1.2.3",
        "night",
        winners == null ? null : 7574,
        phase,
        Status.Intake.OPEN,
        START.plusSeconds(60),
        START,
        null,
        null,
        winners == null ? null : START.plusSeconds(50),
        new Status.Totals(
            bets * agencies,
            bets * agencies / 10,
            120.5,
            12.05,
            agencies,
            1,
            2,
            1,
            winners == null ? null : winners * agencies),
        new Status.WaitsFor(2, List.of(2, 3), START.plusSeconds(30)),
        IntStream.rangeClosed(1, agencies)
            .mapToObj(
                id ->
                    new Status.Agency(
                        id, bets, bets / 10, 40.1, id == 1, false, id < 3, id == 1, START, winners))
            .toList(),
        2,
        List.of(
            new Status.Worker(1, 4711, worker, START, 0, null, 2, 6.5, 8, 0.25, 1.5, 40 << 20),
            new Status.Worker(
                2, 0, WorkerState.WAITING, null, 3, "killed (SIGKILL)", 0, 0, 0, 0, 0, 0)),
        new Status.Commits(
            0.8,
            2.5,
            bets,
            bets * 0.9,
            List.of(
                new Status.Bucket(0.5, bets / 2),
                new Status.Bucket(5.0, bets / 2 - 1),
                new Status.Bucket(null, 1))),
        new Status.Disk(5L << 30, 1 << 20, 5120L),
        List.of(
            new Status.Limit("connections", 3, 1024), new Status.Limit("held_bytes", 77, 1 << 26)),
        new Status.Identity(
            true, true, 2, START.plusSeconds(9000), START.plusSeconds(90_000), START),
        null,
        List.of(),
        List.of(new PastDraw("before", 12, null, 7, 3)));
  }
}
