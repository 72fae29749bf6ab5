package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import loteria.brokers.Broker;
import loteria.brokers.BrokerCluster;
import loteria.e2e.Proof;
import loteria.e2e.RunningServer;
import loteria.e2e.VerifyRun;
import loteria.supervisor.status.PastDraw;
import loteria.supervisor.status.Status;
import org.jspecify.annotations.Nullable;

/** A run of one schedule over several servers and brokers, and the check of the outcome. */
final class ReplicatedRound implements AutoCloseable {
  /** Brokers then acknowledge what a loss of power takes: the round must fail. */
  private static final boolean UNFORCED = Boolean.getBoolean("loteria.fault.unforced");

  private final ReplicatedSchedule schedule;
  private final BrokerCluster brokers;
  private final BrokerFaults faults;
  private final Centrals centrals;
  private final ReplicatedDraw first;
  private final RepeatingOperator operator;
  private final Random choice;

  /** Those that have begun, the one that takes the bets last: a fault starts no agency early. */
  private final Deque<ReplicatedDraw> draws = new ArrayDeque<>();

  private final List<String> times = new ArrayList<>();
  private long since = System.nanoTime();

  ReplicatedRound(ReplicatedSchedule schedule, Path folder, BrokerCluster brokers) {
    this.schedule = schedule;
    this.brokers = brokers;
    String name = "round-" + schedule.seed();
    this.faults = new BrokerFaults(brokers, "loteria-" + name);
    this.centrals =
        new Centrals(
            folder,
            name,
            brokers.network(),
            schedule.skews().stream().map(Duration::ofHours).toList(),
            schedule.isNative().size(),
            flags());
    this.choice = new Random(~schedule.seed());
    this.operator =
        new RepeatingOperator(() -> centrals.operator(choice.nextInt(centrals.count())));
    this.first = planned(name, false, schedule.draw(), schedule.seed());
  }

  private List<String> flags() {
    List<String> flags = new ArrayList<>(List.of("--commit-timeout", "3s"));
    if (schedule.draw() != null) {
      flags.add(RunningServer.NO_NUMBER);
    }
    if (UNFORCED) {
      flags.add("--kafka-unforced");
    }
    return flags;
  }

  private ReplicatedDraw planned(
      String name, boolean isNamed, @Nullable OperatedDraw operated, long seed) {
    return new ReplicatedDraw(name, isNamed, schedule, operated, seed, centrals);
  }

  /** Carries it out. */
  void run() throws IOException, InterruptedException {
    took("start");
    Map<ReplicatedDraw, String> seals = new LinkedHashMap<>();
    seals.put(first, hold(first, schedule.draw(), schedule.faults()));
    ReplicatedSchedule.NextDraw planned = schedule.next();
    if (planned != null) {
      ReplicatedDraw next = planned(first.name() + "-next", true, planned.draw(), ~schedule.seed());
      openEverywhere(next.name(), planned.opening());
      seals.put(next, hold(next, planned.draw(), planned.faults()));
    }
    List<CompletableFuture<Void>> ending = new ArrayList<>();
    for (int central = 0; central < centrals.count(); central++) {
      int one = central;
      ending.add(CompletableFuture.runAsync(() -> endAndVerify(one, seals)));
    }
    ending.forEach(CompletableFuture::join);
    took("end");
  }

  /** Has a draw's agencies send all, fault after fault, to the winners; the seal, if it has one. */
  private String hold(
      ReplicatedDraw draw, @Nullable OperatedDraw operated, List<ReplicatedSchedule.Fault> some)
      throws IOException, InterruptedException {
    draws.addLast(draw);
    draw.start();
    String seal = "";
    if (operated == null) {
      inflict(some);
    } else {
      seal = closeAndDraw(draw, operated, some);
    }
    draw.check(centrals, seal);
    took("winners");
    return seal;
  }

  /** Half of the faults come around the closing, the others around the drawing; the seal. */
  private String closeAndDraw(
      ReplicatedDraw draw, OperatedDraw operated, List<ReplicatedSchedule.Fault> some)
      throws IOException, InterruptedException {
    Duration after = operated.closesAfter();
    CompletableFuture<Void> closing =
        after == null
            ? CompletableFuture.completedFuture(null)
            : operator.closesIntake(after, draw.model());
    inflict(some.subList(0, some.size() / 2));
    closing.join();
    took("closing");
    CompletableFuture<Void> drawing = operator.draws(draw.model().number());
    inflict(some.subList(some.size() / 2, some.size()));
    drawing.join();
    took("drawing");
    Status drawn =
        operator.await(
            status -> status.draw().equals(draw.name()) && status.phase() == Status.Phase.DRAWN);
    assertEquals(draw.model().number(), drawn.winningNumber());
    return Objects.requireNonNull(drawn.seal());
  }

  /** An operator asks each server, in any order, and each may die while it opens the draw. */
  private void openEverywhere(String name, List<ReplicatedSchedule.Fault> some)
      throws IOException, InterruptedException {
    List<CompletableFuture<Void>> opening = new ArrayList<>();
    for (int central = 0; central < centrals.count(); central++) {
      opening.add(operatorOf(central).opens(name));
    }
    inflict(some);
    opening.forEach(CompletableFuture::join);
    for (int central = 0; central < centrals.count(); central++) {
      Status opened = operatorOf(central).await(status -> status.draw().equals(name));
      assertEquals(List.of(first.name()), opened.earlier().stream().map(PastDraw::name).toList());
    }
    took("opening");
  }

  private RepeatingOperator operatorOf(int central) {
    return new RepeatingOperator(() -> centrals.operator(central));
  }

  private void inflict(List<ReplicatedSchedule.Fault> some)
      throws IOException, InterruptedException {
    for (ReplicatedSchedule.Fault fault : some) {
      FaultPause.of(fault.pause());
      inflict(fault);
      took(fault.kind().toString());
    }
  }

  /** How long each part of it took. */
  List<String> times() {
    return times;
  }

  private void took(String part) {
    long now = System.nanoTime();
    times.add("%s %d ms".formatted(part, TimeUnit.NANOSECONDS.toMillis(now - since)));
    since = now;
  }

  private void endAndVerify(int central, Map<ReplicatedDraw, String> seals) {
    assertEquals(0, centrals.server(central).stop(), "exit code of central " + central);
    seals.forEach((draw, seal) -> verify(central, draw.name(), seal));
  }

  private void verify(int central, String draw, String seal) {
    VerifyRun verified =
        VerifyRun.of(
            centrals.place(central),
            centrals.data(central),
            "--draw",
            draw,
            "--log",
            "--ledger",
            "kafka",
            "--kafka",
            brokers.bootstrap());
    assertEquals(0, verified.code(), verified::toString);
    if (!seal.isEmpty()) {
      Proof.of(centrals.place(central), centrals.data(central), draw, seal);
    }
  }

  private void inflict(ReplicatedSchedule.Fault fault) throws IOException, InterruptedException {
    Broker leader = faults.leader();
    List<Broker> all = brokers.brokers();
    Duration length = fault.length();
    int central = fault.pick() % centrals.count();
    switch (fault.kind()) {
      case LEADER_KILLED -> faults.kill(List.of(leader), length);
      case FOLLOWER_KILLED -> faults.kill(List.of(faults.after(leader)), length);
      case CONTROLLER_KILLED -> faults.kill(List.of(brokers.controller()), length);
      case LEADER_STOPPED -> faults.stop(leader, length);
      case TWO_BROKERS_KILLED -> faults.kill(List.of(leader, faults.after(leader)), length);
      case POWER_LOST -> faults.losePower(List.of(leader), length);
      case POWER_LOST_BY_ALL -> faults.losePower(all, length);
      case DISK_FULL -> faults.fillDisk(leader, length);
      case DISKS_SLOW -> faults.slowDisks(List.of(leader, faults.after(leader)), length);
      case CENTRAL_CUT_OFF -> cut(fault, central, all, false, false);
      case CENTRAL_CUT_OFF_FROM_LEADER -> cut(fault, central, List.of(leader), false, false);
      case CENTRAL_HEARS_NOTHING -> cut(fault, central, all, false, true);
      case CENTRAL_IS_NOT_HEARD -> cut(fault, central, all, true, false);
      case LEADER_CUT_OFF -> {
        faults.isolateFromBrokers(leader);
        healAfter(fault);
      }
      case LEADER_AND_CENTRAL_CUT_OFF -> {
        faults.isolate(leader, Set.of(central));
        healAfter(fault);
      }
      case CENTRAL_KILLED -> centrals.killAndStart(central, true);
      case CENTRAL_TERMINATED -> centrals.stopAndStart(central);
      case CENTRAL_STOPPED -> {
        centrals.suspend(central);
        FaultPause.of(length);
        centrals.resume(central);
      }
      case COPY_LOST -> centrals.killAndStart(central, false);
      case WORKER_KILLED -> centrals.killWorker(central, fault.pick());
      case AGENCY_KILLED -> draws.getLast().pick(fault.pick()).kill();
    }
  }

  private void cut(
      ReplicatedSchedule.Fault fault,
      int central,
      List<Broker> from,
      boolean hears,
      boolean isHeard)
      throws InterruptedException {
    faults.cut(central, from, hears, isHeard);
    healAfter(fault);
  }

  /** A cut lasts long enough for the others to notice it. */
  private void healAfter(ReplicatedSchedule.Fault fault) throws InterruptedException {
    faults.healAfter(fault.length().multipliedBy(2), fault.pick() % 2 == 0);
  }

  @Override
  public void close() {
    draws.forEach(ReplicatedDraw::close);
    centrals.close();
    brokers.network().heal();
  }
}
