package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import loteria.brokers.Broker;
import loteria.brokers.BrokerCluster;
import loteria.e2e.Bets;
import loteria.e2e.Dialer;
import loteria.e2e.Proof;
import loteria.e2e.RunningServer;
import loteria.e2e.VerifyRun;
import loteria.ipc.message.ErrorCode;
import loteria.supervisor.status.Status;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A run of one schedule over several servers and brokers, and the check of the outcome. */
final class ReplicatedRound implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Brokers then acknowledge what a loss of power takes: the round must fail. */
  private static final boolean UNFORCED = Boolean.getBoolean("loteria.fault.unforced");

  private final ReplicatedSchedule schedule;
  private final BrokerCluster brokers;
  private final String draw;
  private final BrokerFaults faults;
  private final Centrals centrals;
  private final @Nullable OperatedDraw operated;
  private final RepeatingOperator operator;
  private final Model model;
  private final List<SimulatedAgency> agencies = new ArrayList<>();
  private final List<String> times = new ArrayList<>();
  private long since = System.nanoTime();

  ReplicatedRound(ReplicatedSchedule schedule, Path folder, BrokerCluster brokers) {
    this.schedule = schedule;
    this.brokers = brokers;
    this.draw = "round-" + schedule.seed();
    this.operated = schedule.draw();
    int count = schedule.isNative().size();
    this.faults = new BrokerFaults(brokers, "loteria-" + draw);
    this.centrals =
        new Centrals(
            folder,
            draw,
            brokers.network(),
            schedule.skews().stream().map(Duration::ofHours).toList(),
            count,
            flags());
    var random = new Random(schedule.seed());
    List<ExpectedBets> expected = new ArrayList<>();
    for (int id = 1; id <= count; id++) {
      expected.add(added(id, schedule.isNative().get(id - 1), random));
    }
    this.model =
        new Model(expected, operated == null ? Bets.WINNING_NUMBER : operated.number(expected));
    var choice = new Random(~schedule.seed());
    this.operator =
        new RepeatingOperator(() -> centrals.operator(choice.nextInt(centrals.count())));
  }

  private List<String> flags() {
    List<String> flags = new ArrayList<>(List.of("--commit-timeout", "3s"));
    if (operated != null) {
      flags.add(RunningServer.NO_NUMBER);
    }
    if (UNFORCED) {
      flags.add("--kafka-unforced");
    }
    return flags;
  }

  /** Adds an agency; what it sends. */
  private ExpectedBets added(int id, boolean isNative, Random random) {
    int winners = random.nextInt(5);
    int count = operated == null ? schedule.betsEach() : operated.betsEach(schedule.betsEach());
    List<List<String>> bets = Bets.of(id, count, winners, schedule.seed());
    var expected =
        new ExpectedBets(id, isNative ? bets : Bets.withoutCommas(bets), random.nextInt(3, 30));
    Dialer dialer = centrals.dialer(new Random(random.nextLong()));
    // A session that was left at one server may be begun there after the next at another.
    Set<ErrorCode> again = Set.of(ErrorCode.SUPERSEDED);
    SimulatedAgency.Conversation conversation =
        isNative
            ? new NativeConversation(expected, dialer, "", random.nextInt(1, 9), again)
            : new TextConversation(expected, dialer, again);
    agencies.add(new SimulatedAgency(conversation, new Random(random.nextLong())));
    return expected;
  }

  /** Carries it out. */
  void run() throws IOException, InterruptedException {
    took("start");
    agencies.forEach(SimulatedAgency::start);
    String seal = operated == null ? "" : closeAndDraw(operated);
    if (operated == null) {
      inflict(schedule.faults());
    }
    model.awaitWinners(agencies);
    for (int central = 0; central < centrals.count(); central++) {
      awaitDrawn(central);
      model.checkDrawn(centrals.copy(central));
      if (operated != null) {
        model.checkSealed(centrals.copy(central), seal);
      }
      assertArrayEquals(read(0, "bets.csv"), read(central, "bets.csv"), "bets.csv");
      assertArrayEquals(read(0, "winners.csv"), read(central, "winners.csv"), "winners.csv");
    }
    took("winners");
    List<CompletableFuture<Void>> ending = new ArrayList<>();
    for (int central = 0; central < centrals.count(); central++) {
      int one = central;
      ending.add(CompletableFuture.runAsync(() -> endAndVerify(one, seal)));
    }
    ending.forEach(CompletableFuture::join);
    took("end");
  }

  /** Half of the faults come around the closing, the others around the drawing; the seal. */
  private String closeAndDraw(OperatedDraw draw) throws IOException, InterruptedException {
    List<ReplicatedSchedule.Fault> all = schedule.faults();
    Duration after = draw.closesAfter();
    CompletableFuture<Void> closing =
        after == null
            ? CompletableFuture.completedFuture(null)
            : operator.closesIntake(after, model);
    inflict(all.subList(0, all.size() / 2));
    closing.join();
    took("closing");
    CompletableFuture<Void> drawing = operator.draws(model.number());
    inflict(all.subList(all.size() / 2, all.size()));
    drawing.join();
    took("drawing");
    Status drawn = operator.await(status -> status.phase() == Status.Phase.DRAWN);
    assertEquals(model.number(), drawn.winningNumber());
    return Objects.requireNonNull(drawn.seal());
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

  private void endAndVerify(int central, String seal) {
    assertEquals(0, centrals.server(central).stop(), "exit code of central " + central);
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

  private void awaitDrawn(int central) {
    Awaitility.await("the winners of central " + central)
        .atMost(PATIENCE)
        .until(() -> Files.exists(centrals.copy(central).resolve("winners.csv")));
  }

  private byte[] read(int central, String name) throws IOException {
    return Files.readAllBytes(centrals.copy(central).resolve(name));
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
      case AGENCY_KILLED -> agencies.get(fault.pick() % agencies.size()).kill();
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
    agencies.forEach(SimulatedAgency::close);
    centrals.close();
    brokers.network().heal();
  }
}
