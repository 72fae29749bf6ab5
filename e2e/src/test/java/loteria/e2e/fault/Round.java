package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import loteria.e2e.Bets;
import loteria.e2e.RunningServer;
import loteria.e2e.Signals;
import loteria.e2e.VerifyRun;

/** One schedule carried out: a server and its agencies, blow after blow, and what came of it. */
final class Round implements AutoCloseable {
  private static final String[] LIMITS = {"--heartbeat-timeout", "1s", "--grace", "1s"};

  private final Schedule schedule;
  private final Path folder;
  private final Proxy proxy;
  private final Model model;
  private final List<FaultyAgency> agencies = new ArrayList<>();
  private final List<ProcessHandle> hung = new ArrayList<>();
  private RunningServer server;

  Round(Schedule schedule, Path folder) throws IOException {
    this.schedule = schedule;
    this.folder = folder;
    this.server =
        RunningServer.start(folder, schedule.workers(), schedule.agencies().size(), LIMITS);
    this.proxy = Proxy.to(server.port());
    this.model = new Model(new ArrayList<>());
    var random = new Random(schedule.seed());
    for (int id = 1; id <= schedule.agencies().size(); id++) {
      add(schedule.agencies().get(id - 1), id, random);
    }
  }

  /** Carries it out. */
  void run() throws IOException, InterruptedException {
    agencies.forEach(FaultyAgency::start);
    for (Schedule.Blow blow : schedule.blows()) {
      FaultPause.of(blow.pause());
      strike(blow);
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
    var book =
        new ExpectedBets(
            id, text ? Bets.withoutCommas(bets) : bets, winners, random.nextInt(3, 30));
    model.books().add(book);
    var pauses = new Random(random.nextLong());
    int port = proxy.port();
    agencies.add(
        switch (kind) {
          case NATIVE -> {
            int window = random.nextInt(1, 9);
            yield new SimulatedAgency(new NativeConversation(book, port, window), pauses);
          }
          case TEXT -> new SimulatedAgency(new TextConversation(book, port), pauses);
          case PROGRAM -> new ProgramAgency(book, folder, port);
        });
  }

  private void strike(Schedule.Blow blow) throws IOException, InterruptedException {
    Duration length = blow.length();
    switch (blow.what()) {
      case WORKER_KILLED -> workers(blow).forEach(ProcessHandle::destroyForcibly);
      case WORKER_TERMINATED -> workers(blow).forEach(ProcessHandle::destroy);
      case WORKER_STOPPED -> {
        for (ProcessHandle worker : workers(blow)) {
          FaultPause.stopping(worker, length);
        }
      }
      case WORKER_HUNG -> {
        for (ProcessHandle worker : workers(blow)) {
          Signals.stop(worker);
          hung.add(worker);
        }
      }
      case SUPERVISOR_KILLED -> killSupervisor();
      case SUPERVISOR_TERMINATED -> terminateSupervisor();
      case SUPERVISOR_STOPPED ->
          FaultPause.stopping(ProcessHandle.of(server.program().pid()).orElseThrow(), length);
      case AGENCY_KILLED -> agency(blow).kill();
      case AGENCY_TERMINATED -> agency(blow).terminate();
      case AGENCY_STOPPED -> agency(blow).stop(length);
      case CONNECTIONS_CUT -> proxy.cut();
      case CONNECTIONS_SLOWED -> {
        proxy.slow(1 + blow.pick() % 50, Duration.ofMillis(blow.pick() % 3));
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

  private FaultyAgency agency(Schedule.Blow blow) {
    return agencies.get(blow.pick() % agencies.size());
  }

  /** The worker that is hit, if any is ready. */
  private List<ProcessHandle> workers(Schedule.Blow blow) {
    List<ProcessHandle> ready = List.copyOf(server.workers().values());
    return ready.isEmpty() ? List.of() : List.of(ready.get(blow.pick() % ready.size()));
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
        RunningServer.startOn(
            folder, server.port(), schedule.workers(), schedule.agencies().size(), LIMITS);
  }

  /** Hung workers go on where no supervisor is left to replace them. */
  private void resumeHung() {
    hung.forEach(Signals::resume);
    hung.clear();
  }
}
