package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import loteria.e2e.Bets;
import loteria.e2e.Dialer;
import loteria.e2e.RunningServer;
import loteria.e2e.Signals;
import loteria.e2e.VerifyRun;

/**
 * A run of one schedule: a server and its agencies, fault after fault, and the check of the
 * outcome.
 */
final class Round implements AutoCloseable {
  private static final String[] LIMITS = {"--heartbeat-timeout", "1s", "--grace", "1s"};

  private final Schedule schedule;
  private final Path folder;
  private final Access access;
  private final Proxy proxy;
  private final Model model;
  private final List<FaultyAgency> agencies = new ArrayList<>();
  private final List<ProcessHandle> hung = new ArrayList<>();
  private RunningServer server;

  Round(Schedule schedule, Path folder, Access access) throws IOException {
    this.schedule = schedule;
    this.folder = folder;
    this.access = access;
    this.server = access.start(folder, schedule.workers(), schedule.agencies().size(), LIMITS);
    this.proxy = Proxy.to(access.port(server));
    this.model = new Model(new ArrayList<>());
    var random = new Random(schedule.seed());
    for (int id = 1; id <= schedule.agencies().size(); id++) {
      add(schedule.agencies().get(id - 1), id, random);
    }
  }

  /** Carries it out. */
  void run() throws IOException, InterruptedException {
    for (FaultyAgency agency : agencies) {
      agency.start();
    }
    for (Schedule.Fault fault : schedule.faults()) {
      FaultPause.of(fault.pause());
      inflict(fault);
    }
    model.awaitWinners(agencies);
    model.checkDrawn(server.folder());
    assertEquals(0, server.stop(), "exit code of the supervisor");
    VerifyRun verified = VerifyRun.of(folder, folder.resolve("data"));
    assertEquals(0, verified.code(), verified::toString);
  }

  @Override
  public void close() throws IOException {
    resumeHung();
    for (FaultyAgency agency : agencies) {
      agency.close();
    }
    proxy.close();
    server.close();
  }

  private void add(Schedule.Kind kind, int id, Random random) throws IOException {
    int winners = random.nextInt(5);
    List<List<String>> bets = Bets.of(id, schedule.betsEach(), winners, schedule.seed());
    boolean text = kind == Schedule.Kind.TEXT;
    var expectedBets =
        new ExpectedBets(
            id, text ? Bets.withoutCommas(bets) : bets, winners, random.nextInt(3, 30));
    model.allExpected().add(expectedBets);
    var pauses = new Random(random.nextLong());
    int port = proxy.port();
    Dialer dialer = access.dialer(port);
    agencies.add(
        switch (kind) {
          case NATIVE -> {
            int window = random.nextInt(1, 9);
            yield new SimulatedAgency(new NativeConversation(expectedBets, dialer, window), pauses);
          }
          case TEXT -> new SimulatedAgency(new TextConversation(expectedBets, dialer), pauses);
          case PROGRAM -> new ProgramAgency(expectedBets, folder, access, port);
        });
  }

  private void inflict(Schedule.Fault fault) throws IOException, InterruptedException {
    Duration length = fault.length();
    switch (fault.kind()) {
      case WORKER_KILLED -> workers(fault).forEach(ProcessHandle::destroyForcibly);
      case WORKER_TERMINATED -> workers(fault).forEach(ProcessHandle::destroy);
      case WORKER_STOPPED -> {
        for (ProcessHandle worker : workers(fault)) {
          FaultPause.stopping(worker, length);
        }
      }
      case WORKER_HUNG -> {
        for (ProcessHandle worker : workers(fault)) {
          Signals.stop(worker);
          hung.add(worker);
        }
      }
      case SUPERVISOR_KILLED -> killSupervisor();
      case SUPERVISOR_TERMINATED -> terminateSupervisor();
      case SUPERVISOR_STOPPED ->
          FaultPause.stopping(ProcessHandle.of(server.program().pid()).orElseThrow(), length);
      case AGENCY_KILLED -> agency(fault).kill();
      case AGENCY_TERMINATED -> agency(fault).terminate();
      case AGENCY_STOPPED -> agency(fault).stop(length);
      case CONNECTIONS_CUT -> proxy.cut();
      case CONNECTIONS_SLOWED -> {
        proxy.slow(1 + fault.pick() % 50, Duration.ofMillis(fault.pick() % 3));
        FaultPause.of(length);
        proxy.heal();
      }
      case CONNECTIONS_STOPPED -> {
        proxy.stop();
        FaultPause.of(length);
        proxy.heal();
      }
    }
  }

  private FaultyAgency agency(Schedule.Fault fault) {
    return agencies.get(fault.pick() % agencies.size());
  }

  /** The worker that is hit, if any is ready. */
  private List<ProcessHandle> workers(Schedule.Fault fault) {
    List<ProcessHandle> ready = List.copyOf(server.workers().values());
    return ready.isEmpty() ? List.of() : List.of(ready.get(fault.pick() % ready.size()));
  }

  private void killSupervisor() throws IOException {
    server.program().kill();
    resumeHung();
    server.kill();
    model.checkTorn(server.folder());
    startAgain();
  }

  private void terminateSupervisor() {
    assertEquals(0, server.stop(), "exit code of the supervisor");
    hung.clear();
    startAgain();
  }

  private void startAgain() {
    server =
        access.startOn(
            folder, access.port(server), schedule.workers(), schedule.agencies().size(), LIMITS);
  }

  /** Resumes suspended workers, if no supervisor is left to replace them. */
  private void resumeHung() {
    hung.forEach(Signals::resume);
    hung.clear();
  }
}
