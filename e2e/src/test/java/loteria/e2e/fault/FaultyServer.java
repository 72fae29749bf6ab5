package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import loteria.e2e.OperatorCli;
import loteria.e2e.RunningServer;
import loteria.e2e.Signals;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The server of a round behind a proxy, what happens to both, and to the agencies. */
final class FaultyServer implements AutoCloseable {
  private static final Duration STEP_MAX = Duration.ofSeconds(4);

  private final Schedule schedule;
  private final Path folder;
  private final Access access;
  private final String[] flags;
  private final Proxy proxy;
  private final List<ProcessHandle> hung = new ArrayList<>();
  private RunningServer server;

  /** Starts it, with more flags than those of its limits. */
  FaultyServer(Schedule schedule, Path folder, Access access, String... more) throws IOException {
    this.schedule = schedule;
    this.folder = folder;
    this.access = access;
    this.flags =
        Stream.concat(Stream.of("--heartbeat-timeout", "1s", "--grace", "1s"), Stream.of(more))
            .toArray(String[]::new);
    this.server = access.start(folder, schedule.workers(), schedule.agencies().size(), flags);
    this.proxy = Proxy.to(access.port(server));
  }

  /** Where agencies reach it. */
  int port() throws IOException {
    return proxy.port();
  }

  /** The folder of its draws. */
  Path data() {
    return folder.resolve("data");
  }

  OperatorCli operator() {
    return new OperatorCli(folder, data());
  }

  /** Carries out faults, one after the other, while these agencies send. */
  void inflict(List<Schedule.Fault> faults, Agencies agencies)
      throws IOException, InterruptedException {
    for (Schedule.Fault fault : faults) {
      FaultPause.of(fault.pause());
      inflict(fault, agencies);
    }
  }

  /**
   * Carries out a kill at its moment, if that comes soon; whether it came.
   *
   * @param next the draw that may be opened
   */
  boolean inflict(StepKill kill, Agencies agencies, String next) throws IOException {
    StepKill.Progress step = kill.watch(server, data(), agencies.draw(), next);
    try {
      Awaitility.await(kill.toString())
          .atMost(STEP_MAX)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(step::hasCome);
    } catch (ConditionTimeoutException _) {
      // The command came to its end before it was watched, or waits for agencies.
      return false;
    }
    if (kill.isOfWorkers()) {
      server.workersOfAllDraws().forEach(ProcessHandle::destroyForcibly);
    } else {
      kill(agencies);
    }
    return true;
  }

  /** Ends it in order. */
  void stop() {
    assertEquals(0, server.stop(), "exit code of the supervisor");
  }

  @Override
  public void close() throws IOException {
    resumeHung();
    proxy.close();
    server.close();
  }

  private void inflict(Schedule.Fault fault, Agencies agencies)
      throws IOException, InterruptedException {
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
      case SUPERVISOR_KILLED -> kill(agencies);
      case SUPERVISOR_TERMINATED -> {
        stop();
        hung.clear();
        startAgain();
      }
      case SUPERVISOR_STOPPED ->
          FaultPause.stopping(ProcessHandle.of(server.program().pid()).orElseThrow(), length);
      case AGENCY_KILLED -> agencies.pick(fault).kill();
      case AGENCY_TERMINATED -> agencies.pick(fault).terminate();
      case AGENCY_STOPPED -> agencies.pick(fault).stop(length);
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

  /** The worker that is hit, if any is ready. */
  private List<ProcessHandle> workers(Schedule.Fault fault) {
    List<ProcessHandle> ready = server.workersOfAllDraws();
    return ready.isEmpty() ? List.of() : List.of(ready.get(fault.pick() % ready.size()));
  }

  private void kill(Agencies agencies) throws IOException {
    server.program().kill();
    resumeHung();
    server.kill();
    agencies.model().checkTorn(data().resolve(agencies.draw()));
    startAgain();
  }

  private void startAgain() {
    server =
        access.startOn(
            folder, access.port(server), schedule.workers(), schedule.agencies().size(), flags);
  }

  /** Resumes suspended workers, if no supervisor is left to replace them. */
  private void resumeHung() {
    hung.forEach(Signals::resume);
    hung.clear();
  }
}
