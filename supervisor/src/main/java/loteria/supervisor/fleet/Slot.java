package loteria.supervisor.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import loteria.ipc.log.ActionLog;
import loteria.ipc.process.ExitCode;
import loteria.ipc.wire.Coordination.Heartbeat;
import loteria.ipc.wire.Coordination.Ready;
import loteria.supervisor.fleet.LifeCycle.Action;
import loteria.supervisor.fleet.LifeCycle.Event;
import loteria.supervisor.fleet.LifeCycle.State;
import org.jspecify.annotations.Nullable;

/**
 * One place in the pool, and the life of what fills it: what happens to it is looked up in {@link
 * LifeCycle}, and done. Used by the fleet's thread alone.
 */
final class Slot {
  private static final ActionLog LOG = new ActionLog(Slot.class);

  private static final int DEATHS_MAX = 5;
  private static final Duration DEATHS_WINDOW = Duration.ofSeconds(30);
  private static final Duration PAUSE_FIRST = Duration.ofMillis(100);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

  /**
   * How long a worker that has run out of time gets to end by itself. It may hold the ledger's
   * lock: the others must have it before they count as hung too.
   */
  private static final Duration AFTER_TIME_OUT = Duration.ofSeconds(1);

  /** What another process would not do better. */
  private static final List<ExitCode> NOT_MENDED =
      List.of(ExitCode.DISK_FAILED, ExitCode.JOURNAL_DAMAGED, ExitCode.USAGE);

  private final int number;
  private final Path socket;
  private final Surroundings around;
  private final RestartBudget budget =
      new RestartBudget(DEATHS_MAX, DEATHS_WINDOW, PAUSE_FIRST, PAUSE_MAX);

  private State state = State.WAITING;
  private boolean wanted = true;

  /** When the state has lasted too long, or a launch is due; as System.nanoTime(). */
  private long deadlineNanos = System.nanoTime();

  private @Nullable WorkerProcess process;
  private @Nullable Announced announced;
  private @Nullable Heartbeat lastBeat;

  /**
   * What all slots share.
   *
   * @param ready where a worker that is ready is given sessions
   * @param later runs something on the fleet's thread
   * @param hopeless told why the fleet cannot go on
   */
  record Surroundings(
      WorkerProcess.Launch launch,
      Timing timing,
      ReadyWorkers ready,
      Executor later,
      Consumer<ExitCode> hopeless) {}

  /** What is known of a process once it has announced itself. */
  private record Announced(ReadyWorker worker, WorkerChannel channel) {}

  Slot(int number, Path socket, Surroundings around) {
    this.number = number;
    this.socket = socket;
    this.around = around;
  }

  int number() {
    return number;
  }

  State state() {
    return state;
  }

  /** Whether this is from the process that is being started here. */
  boolean expects(Ready announcement) {
    return state == State.STARTING
        && process != null
        && process.sent(announcement.pid(), announcement.token());
  }

  /** The process is ready. */
  void announced(Ready announcement, WorkerChannel channel) {
    var worker = new ReadyWorker(number, Path.of(announcement.listen()));
    announced = new Announced(worker, channel);
    happened(Event.ANNOUNCED);
    LOG.success("worker_ready", "worker", number, "pid", announcement.pid());
  }

  /** The process gave a sign of life. */
  void heard(Heartbeat heartbeat) {
    lastBeat = heartbeat;
    boolean progresses = heartbeat.oldestAppendMs() < around.timing().heartbeat().toMillis();
    if (state == State.READY && progresses) {
      giveTime();
      carryOut(Action.ADMIT);
    }
  }

  /** Has the process finish what it has in hand and end; another takes its place. */
  void recycle() {
    happened(Event.DRAIN);
  }

  /** Has the process finish what it has in hand and end; no other takes its place. */
  void retire() {
    wanted = false;
    happened(Event.UNWANTED);
  }

  /** Ends the process at once. */
  void kill() {
    carryOut(Action.KILL);
  }

  /** Gives the process its time anew. */
  void giveTime() {
    if (state.hasProcess()) {
      deadlineNanos = in(patience());
    }
  }

  /** Does what is due at this time. */
  void lookAtDeadline(long nowNanos) {
    boolean waits = state != State.GIVEN_UP && state != State.RETIRED;
    if (waits && nowNanos - deadlineNanos >= 0) {
      happened(state == State.WAITING ? Event.LAUNCH_DUE : Event.TIMED_OUT);
    }
  }

  private void happened(Event event) {
    LifeCycle.Step step = LifeCycle.next(state, event);
    if (step.state() != state) {
      state = step.state();
      deadlineNanos = in(event == Event.TIMED_OUT ? AFTER_TIME_OUT : patience());
    }
    step.actions().forEach(this::carryOut);
  }

  private Duration patience() {
    Timing timing = around.timing();
    return switch (state) {
      case STARTING -> timing.boot();
      case READY -> timing.heartbeat();
      case DRAINING, STOPPING, KILLED -> timing.grace();
      case WAITING, GIVEN_UP, RETIRED -> Duration.ZERO;
    };
  }

  private void carryOut(Action action) {
    switch (action) {
      case LAUNCH -> launch();
      case ADMIT -> ifAnnounced(it -> around.ready().admit(it.worker()));
      case WITHDRAW -> ifAnnounced(it -> around.ready().withdraw(it.worker()));
      case SEND_DRAIN -> ifAnnounced(it -> it.channel().drain());
      case DUMP_THREADS -> ifLaunched(this::dumpThreads);
      case TERMINATE -> ifLaunched(WorkerProcess::terminate);
      case KILL -> ifLaunched(WorkerProcess::kill);
      case PLAN_RESTART -> deadlineNanos = in(budget.pause(ThreadLocalRandom.current()));
      case REPORT_GIVEN_UP ->
          LOG.fail("worker_given_up", "worker", number, "error", "died too often in a short time");
    }
  }

  private void ifLaunched(Consumer<WorkerProcess> action) {
    if (process != null) {
      action.accept(process);
    }
  }

  private void ifAnnounced(Consumer<Announced> action) {
    if (announced != null) {
      action.accept(announced);
    }
  }

  private void launch() {
    lastBeat = null;
    announced = null;
    try {
      WorkerProcess started =
          WorkerProcess.start(
              around.launch(),
              number,
              socket,
              (ended, code) -> around.later().execute(() -> exited(ended, code)));
      process = started;
      LOG.success("worker_start", "worker", number, "pid", started.pid());
    } catch (IOException e) {
      LOG.fail("worker_start", "worker", number, "error", e);
      happened(exitEvent());
    }
  }

  private void dumpThreads(WorkerProcess hung) {
    LOG.warn("worker_hung", "worker", number, "pid", hung.pid());
    hung.dumpThreads();
  }

  private void exited(WorkerProcess ended, int code) {
    if (process != ended) {
      return;
    }
    String cause = ExitCode.describe(code);
    boolean inOrder = code == 0 && (state == State.DRAINING || state == State.STOPPING);
    if (inOrder) {
      LOG.success("worker_exit", "worker", number, "pid", ended.pid(), "cause", cause);
    } else {
      LOG.warn("worker_exit", "worker", number, "pid", ended.pid(), "cause", cause);
    }
    for (ExitCode known : NOT_MENDED) {
      if (known.code() == code) {
        wanted = false;
        around.hopeless().accept(known);
      }
    }
    happened(inOrder && wanted ? Event.EXITED : exitEvent());
  }

  private Event exitEvent() {
    if (!wanted) {
      return Event.EXITED_FOR_GOOD;
    }
    return budget.bears(System.nanoTime(), hasServed()) ? Event.EXITED : Event.EXITED_TOO_OFTEN;
  }

  /** Whether the process has stored anything, as it said or as the relay has seen. */
  private boolean hasServed() {
    return (lastBeat != null && lastBeat.batches() > 0)
        || (announced != null && announced.worker().hasStored());
  }

  private static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }
}
