package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import loteria.brokers.Broker;
import loteria.brokers.BrokerCluster;
import loteria.e2e.Bets;
import loteria.e2e.Dialer;
import loteria.e2e.VerifyRun;
import loteria.ipc.message.ErrorCode;
import org.awaitility.Awaitility;

/** A run of one schedule over several servers and brokers, and the check of the outcome. */
final class ReplicatedRound implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ReplicatedSchedule schedule;
  private final BrokerCluster brokers;
  private final String draw;
  private final Centrals centrals;
  private final Model model = new Model(new ArrayList<>());
  private final List<SimulatedAgency> agencies = new ArrayList<>();

  ReplicatedRound(ReplicatedSchedule schedule, Path folder, BrokerCluster brokers) {
    this.schedule = schedule;
    this.brokers = brokers;
    this.draw = "round-" + schedule.seed();
    int count = schedule.isNative().size();
    this.centrals = new Centrals(folder, draw, brokers.bootstrap(), schedule.centrals(), count);
    var random = new Random(schedule.seed());
    for (int id = 1; id <= count; id++) {
      add(id, schedule.isNative().get(id - 1), random);
    }
  }

  private void add(int id, boolean isNative, Random random) {
    int winners = random.nextInt(5);
    List<List<String>> bets = Bets.of(id, schedule.betsEach(), winners, schedule.seed());
    var expected =
        new ExpectedBets(
            id, isNative ? bets : Bets.withoutCommas(bets), winners, random.nextInt(3, 30));
    model.allExpected().add(expected);
    Dialer dialer = centrals.dialer(new Random(random.nextLong()));
    // A session that was left at one server may be begun there after the next at another.
    Set<ErrorCode> again = Set.of(ErrorCode.SUPERSEDED);
    SimulatedAgency.Conversation conversation =
        isNative
            ? new NativeConversation(expected, dialer, random.nextInt(1, 9), again)
            : new TextConversation(expected, dialer, again);
    agencies.add(new SimulatedAgency(conversation, new Random(random.nextLong())));
  }

  /** Carries it out. */
  void run() throws IOException, InterruptedException {
    agencies.forEach(SimulatedAgency::start);
    for (ReplicatedSchedule.Fault fault : schedule.faults()) {
      FaultPause.of(fault.pause());
      inflict(fault);
    }
    model.awaitWinners(agencies);
    for (int central = 0; central < centrals.count(); central++) {
      awaitDrawn(central);
      model.checkDrawn(centrals.copy(central));
      assertArrayEquals(read(0, "bets.csv"), read(central, "bets.csv"), "bets.csv");
      assertArrayEquals(read(0, "winners.csv"), read(central, "winners.csv"), "winners.csv");
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
    Broker leader = brokers.leader("loteria-" + draw);
    int central = fault.pick() % centrals.count();
    switch (fault.kind()) {
      case LEADER_KILLED -> without(List.of(leader), fault);
      case FOLLOWER_KILLED -> without(List.of(after(leader)), fault);
      case CONTROLLER_KILLED -> without(List.of(brokers.controller()), fault);
      case LEADER_STOPPED -> {
        leader.pause();
        FaultPause.of(fault.length());
        leader.resume();
      }
      case TWO_BROKERS_KILLED -> without(List.of(leader, after(leader)), fault);
      case CENTRAL_KILLED -> centrals.killAndStart(central, true);
      case CENTRAL_TERMINATED -> centrals.stopAndStart(central);
      case CENTRAL_STOPPED -> {
        centrals.suspend(central);
        FaultPause.of(fault.length());
        centrals.resume(central);
      }
      case COPY_LOST -> centrals.killAndStart(central, false);
      case WORKER_KILLED -> centrals.killWorker(central, fault.pick());
      case AGENCY_KILLED -> agencies.get(fault.pick() % agencies.size()).kill();
    }
  }

  private Broker after(Broker broker) {
    return brokers.broker(broker.id() % brokers.brokers().size() + 1);
  }

  /** Kills brokers, and starts them again some time later. */
  private void without(List<Broker> killed, ReplicatedSchedule.Fault fault)
      throws InterruptedException {
    killed.forEach(Broker::kill);
    FaultPause.of(fault.length());
    killed.forEach(Broker::start);
    brokers.awaitReady();
    brokers.awaitInSync("loteria-" + draw, brokers.brokers().size());
  }

  @Override
  public void close() {
    agencies.forEach(SimulatedAgency::close);
    centrals.close();
  }
}
