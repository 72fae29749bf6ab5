package loteria.e2e.web;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import loteria.ipc.runtime.ExitCode;
import loteria.supervisor.slot.WorkerState;
import loteria.supervisor.status.History;
import loteria.supervisor.status.Observed;
import loteria.supervisor.status.PastDraw;
import loteria.supervisor.status.Status;
import loteria.supervisor.status.Status.Phase;
import org.jspecify.annotations.Nullable;

/**
 * A simulated lottery for the page: agencies of different sizes send, finish and wait. A test
 * decides what happens next: a worker dies, the draw is made.
 */
final class MadeUpLottery implements Observed {
  private static final String[] EXITS = {"killed (SIGKILL)", "exit 10", "hung"};

  private final Instant start = Instant.now().minus(Duration.ofMinutes(4));
  private final int agencies;
  private final TreeMap<Integer, Status.Worker> workers = new TreeMap<>();
  private volatile Phase phase = Phase.OPEN;
  private volatile @Nullable Instant drawnAt;

  MadeUpLottery(int agencies, int workers) {
    this.agencies = agencies;
    for (int slot = 1; slot <= workers; slot++) {
      ready(slot, 0, null);
    }
  }

  /** Sets the phase of the draw. */
  void phase(Phase next) {
    drawnAt = next == Phase.DRAWN ? Instant.now() : null;
    phase = next;
  }

  /** A worker dies and its slot waits for another. */
  synchronized void kill(int slot) {
    Status.Worker dead = workers.get(slot);
    int restarts = dead == null ? 0 : dead.restarts();
    String exit = EXITS[restarts % EXITS.length];
    workers.put(
        slot,
        new Status.Worker(slot, 0, WorkerState.WAITING, null, restarts, exit, 0, 0, 0, 0, 0, 0));
  }

  /** A new worker takes the dead one's place. */
  synchronized void revive(int slot) {
    Status.Worker dead = workers.get(slot);
    ready(slot, dead == null ? 0 : dead.restarts() + 1, dead == null ? null : dead.lastExit());
  }

  /** A worker ends on request, and is replaced immediately. */
  synchronized void replace(int slot) {
    Status.Worker old = workers.get(slot);
    ready(slot, old == null ? 0 : old.restarts() + 1, ExitCode.OK.meaning());
  }

  /** The pool gets larger or smaller. */
  synchronized void scale(int count) {
    workers.keySet().removeIf(slot -> slot > count);
    IntStream.rangeClosed(1, count)
        .filter(slot -> !workers.containsKey(slot))
        .forEach(this::revive);
  }

  private void ready(int slot, int restarts, @Nullable String exit) {
    Instant since = restarts == 0 ? start.plusMillis(slot * 130L) : Instant.now();
    workers.put(
        slot,
        new Status.Worker(
            slot,
            4000 + slot + 100L * restarts,
            WorkerState.READY,
            since,
            restarts,
            exit,
            2,
            310.5 + slot,
            12_000,
            0.21,
            480,
            (38L + slot) << 20));
  }

  @Override
  public synchronized Status status() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    List<Status.Agency> all =
        IntStream.rangeClosed(1, agencies).mapToObj(id -> agency(id, now)).toList();
    long bets = all.stream().mapToLong(Status.Agency::bets).sum();
    double rate = all.stream().mapToDouble(Status.Agency::betsPerSecond).sum();
    int finished = (int) all.stream().filter(Status.Agency::finished).count();
    boolean drawn = phase == Phase.DRAWN;
    return new Status(
        "0.2.0",
        "gordo-2026",
        drawn ? 7574 : null,
        phase,
        Status.Intake.OPEN,
        now,
        start,
        null,
        null,
        drawnAt,
        new Status.Totals(
            bets,
            bets / 90,
            rate,
            rate / 90,
            agencies,
            finished,
            (int) all.stream().filter(Status.Agency::connected).count(),
            (int) all.stream().filter(Status.Agency::waiting).count(),
            drawn
                ? all.stream().mapToInt(one -> one.winners() == null ? 0 : one.winners()).sum()
                : null),
        new Status.WaitsFor(
            agencies - finished,
            all.stream().filter(one -> !one.finished()).map(Status.Agency::id).toList(),
            start.plusSeconds(100)),
        all,
        workers.size(),
        new ArrayList<>(workers.values()),
        new Status.Commits(
            rate > 0 ? 0.84 : 0,
            rate > 0 ? 2.7 + Math.sin(seconds(now)) : 0,
            bets / 90,
            bets / 90.0,
            List.of(
                new Status.Bucket(1.0, bets / 100),
                new Status.Bucket(5.0, bets / 90 - bets / 100),
                new Status.Bucket(null, 0))),
        new Status.Disk(
            412L << 30, rate * 140, rate > 0 ? (long) ((412L << 30) / (rate * 140)) : null),
        List.of(
            new Status.Limit("connections", agencies, 1024),
            new Status.Limit("held_bytes", (long) (rate * 40), 64L << 20),
            new Status.Limit("sessions", agencies, agencies + 1L)),
        Status.Identity.UNCHECKED,
        null,
        List.of(),
        List.of(
            new PastDraw("gordo-2024", 812_345, "5e".repeat(32), 71, 84),
            new PastDraw("gordo-2025", 1_034_211, null, 4207, 1)));
  }

  /** Each agency begins at its own time, sends at its own rate, and has its own count. */
  private Status.Agency agency(int id, Instant now) {
    boolean over = phase == Phase.DRAWING || phase == Phase.DRAWN;
    long size = 6_000 + (id * 7919L) % 45_000;
    double perSecond = 150 + (id * 31) % 170;
    double sent = (seconds(now) - 4 * (id % 7)) * perSecond;
    boolean unseen = !over && (sent <= 0 || id % 11 == 10);
    boolean finished = over || (!unseen && sent >= size);
    long bets = unseen ? 0 : finished ? size : (long) sent;
    boolean connected = !unseen && id % 13 != 12;
    return new Status.Agency(
        id,
        bets,
        bets / 90,
        unseen || finished || !connected ? 0 : perSecond,
        finished,
        false,
        connected,
        finished && phase != Phase.DRAWN && id % 3 != 0,
        unseen ? null : now,
        phase == Phase.DRAWN ? Integer.valueOf((id * 5) % 4) : null);
  }

  @Override
  public @Nullable String notReady() {
    return null;
  }

  @Override
  public synchronized History history() {
    Instant now = Instant.now();
    List<Double> rates = new ArrayList<>();
    List<Double> latencies = new ArrayList<>();
    for (int second = 239; second >= 0; second--) {
      double at = seconds(now) - second;
      rates.add(
          at < 8 ? 0 : agencies * 190 * (0.7 + 0.2 * Math.sin(at / 17) + 0.1 * Math.sin(at * 1.7)));
      latencies.add(at < 8 ? 0 : 2.6 + Math.sin(at / 9) + 0.5 * Math.sin(at * 2.1));
    }
    return new History(now, 1000, rates, latencies);
  }

  private double seconds(Instant now) {
    return Duration.between(start, now).toMillis() / 1000.0;
  }
}
