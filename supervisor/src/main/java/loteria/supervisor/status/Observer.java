package loteria.supervisor.status;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.WorkerMessage;
import loteria.supervisor.draw.DrawProgress;
import loteria.supervisor.draw.WinnerCounts;
import org.jspecify.annotations.Nullable;

/**
 * The observer: samples everything twice a second and keeps the result, so that readers, however
 * many, cost the workers nothing. A thread of its own samples.
 */
public final class Observer implements Observed, AutoCloseable {
  private static final ActionLog LOG = new ActionLog(Observer.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final int SAMPLES_PER_INTERVAL = 2;

  private final Facts facts;
  private final Watched watched;
  private final WorkerReports reports;
  private final InstantSource clock;
  private final AgencySampler agencies;
  private final WorkerSampler workers;
  private final CommitSampler commits = new CommitSampler(SAMPLES_PER_INTERVAL);
  private final DiskSampler disk = new DiskSampler();
  private final Rate bets = new Rate();
  private final Rate batches = new Rate();
  private final HistoryRing ring =
      new HistoryRing(Duration.ofMillis(LOOK_EVERY.toMillis() * SAMPLES_PER_INTERVAL));
  private final Thread thread =
      Thread.ofPlatform().name("observer").daemon().unstarted(this::lookOn);

  private final ClockJumps jumps = new ClockJumps();
  private final ClockComparison comparison = new ClockComparison();
  private final SteadyMoment startedAt = new SteadyMoment();
  private final SteadyMoment waitsSince = new SteadyMoment();

  private int samples;
  private boolean begun;
  private long intervalBets;
  private volatile boolean closed;
  private volatile Status status;
  private volatile History history;

  /** Takes the first sample; {@link #start} continues. */
  public Observer(Facts facts, Watched watched, WorkerReports reports, InstantSource clock) {
    this.facts = facts;
    this.watched = watched;
    this.reports = reports;
    this.clock = clock;
    this.agencies = new AgencySampler(reports, facts.agencies());
    this.workers = new WorkerSampler(reports);
    this.status = sample(System.nanoTime(), clock.instant());
    this.history = ring.until(status.at());
  }

  /** Starts sampling; returns after the first sample. */
  public void start() {
    look(System.nanoTime(), clock.instant());
    thread.start();
  }

  @Override
  public Status status() {
    return status;
  }

  @Override
  public History history() {
    return history;
  }

  @Override
  public @Nullable String notReady() {
    return watched.notReady();
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void lookOn() {
    while (!closed) {
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
      look(System.nanoTime(), clock.instant());
    }
  }

  /** Takes a sample. */
  void look(long nowNanos, Instant now) {
    long jump = jumps.millis(nowNanos, now);
    if (jump != 0) {
      LOG.warn("clock", "error", "the clock was set by " + jump + " ms");
    }
    Status seen = sample(nowNanos, now);
    Status.Replication replication = seen.replication();
    comparison.look(replication == null ? null : replication.clockAheadMs());
    if (!begun) {
      // Bets stored before this supervisor started do not count towards its rate.
      begun = reports.begun();
      intervalBets = seen.totals().bets();
    }
    if (++samples % SAMPLES_PER_INTERVAL == 0) {
      long more = seen.totals().bets() - intervalBets;
      intervalBets = seen.totals().bets();
      ring.add(
          more * 1e3 / (LOOK_EVERY.toMillis() * SAMPLES_PER_INTERVAL), commits.intervalP99Ms());
      history = ring.until(now);
    }
    status = seen;
  }

  private Status sample(long nowNanos, Instant now) {
    DrawProgress draw = watched.draw();
    AgencySampler.Sample seen = agencies.sample(nowNanos, now, draw);
    Status.Totals totals = totals(nowNanos, seen, draw);
    WorkerMessage.Seal seal = draw.stage().seal();
    return new Status(
        facts.version(),
        facts.draw(),
        draw.winningNumber(),
        phase(draw, intake(seen)),
        intake(seen),
        now,
        startedAt.shown(facts.startedAt(), nowNanos, now),
        draw.closesAt(),
        seal == null ? null : seal.sha256().toString(),
        draw.drawnAt(),
        totals,
        new Status.WaitsFor(
            draw.missing(), draw.firstMissing(), waitsSince.shown(draw.since(), nowNanos, now)),
        seen.listed(),
        watched.workersWanted(),
        workers.sample(nowNanos, now, watched.workers()),
        commits.sample(reports.commits()),
        disk.sample(nowNanos, watched.roomBytes()),
        List.of(
            new Status.Limit("connections", watched.connections(), facts.connectionsMax()),
            new Status.Limit("held_bytes", watched.heldBytes(), facts.heldBytesMax())),
        watched.identity(),
        watched.replication(),
        watched.events(),
        watched.earlier());
  }

  private Status.Totals totals(long nowNanos, AgencySampler.Sample seen, DrawProgress draw) {
    WorkerReports.Stored all = reports.total();
    if (reports.begun()) {
      bets.sample(nowNanos, all.bets());
      batches.sample(nowNanos, all.batches());
    }
    return new Status.Totals(
        all.bets(),
        all.batches(),
        bets.perSecond(),
        batches.perSecond(),
        facts.agencies(),
        facts.agencies() - draw.missing(),
        seen.connected(),
        seen.waiting(),
        sum(draw.winners()));
  }

  private static @Nullable Integer sum(@Nullable WinnerCounts winners) {
    return winners == null ? null : Math.toIntExact(winners.all());
  }

  private Status.Phase phase(DrawProgress draw, Status.Intake intake) {
    if (draw.drawnAt() != null) {
      return Status.Phase.DRAWN;
    }
    if (draw.missing() == 0 || draw.stage().closed()) {
      return over(draw);
    }
    return switch (intake) {
      case OPEN -> Status.Phase.OPEN;
      case DRAINING -> Status.Phase.DRAINING;
      case DRAINED -> Status.Phase.DRAINED;
    };
  }

  /** Where the number is known beforehand, closing and seal are but steps of the draw. */
  private static Status.Phase over(DrawProgress draw) {
    if (!draw.awaitsNumber()) {
      return Status.Phase.DRAWING;
    }
    return draw.stage().seal() == null ? Status.Phase.CLOSED : Status.Phase.SEALED;
  }

  private Status.Intake intake(AgencySampler.Sample seen) {
    if (!watched.isDraining()) {
      return Status.Intake.OPEN;
    }
    return watched.connections() > seen.waiting() ? Status.Intake.DRAINING : Status.Intake.DRAINED;
  }
}
