package loteria.supervisor.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
 *
 * <p>A slot begins as a candidate, whose one process must become ready; from then on it is in
 * place, and its process is restarted whenever it ends, until it has to leave.
 */
final class Slot {
  private static final ActionLog LOG = new ActionLog(Slot.class);

  /**
   * How long a worker that has run out of time gets to end by itself. It may hold the ledger's
   * lock: the others must have it before they count as hung too.
   */
  private static final Duration AFTER_TIME_OUT = Duration.ofSeconds(1);

  /** What another process would not do better. */
  private static final List<ExitCode> NOT_MENDED =
      List.of(ExitCode.DISK_FAILED, ExitCode.LEDGER_DAMAGED, ExitCode.USAGE);

  private final int number;
  private final Path socket;
  private final Surroundings around;
  private final RestartBudget budget = RestartBudget.ofSlot();

  private Standing standing = Standing.CANDIDATE;
  private State state = State.WAITING;

  /** When the state has lasted too long, or a launch is due; as System.nanoTime(). */
  private long deadlineNanos = System.nanoTime();

  /** Whether any process of the slot has been ready: so it is started as it should be. */
  private boolean hasBeenReady;

  private int restarts;
  private @Nullable String lastExit;
  private @Nullable String trouble;
  private @Nullable Occupant occupant;

  /** What the slot is to the pool. */
  private enum Standing {
    CANDIDATE,
    IN_PLACE,
    LEAVING
  }

  /**
   * @param socket where its processes listen, one after the other
   */
  Slot(int number, Path socket, Surroundings around) {
    this.number = number;
    this.socket = socket;
    this.around = around;
  }

  int number() {
    return number;
  }

  Path socket() {
    return socket;
  }

  boolean isCandidate() {
    return standing == Standing.CANDIDATE;
  }

  boolean isInPlace() {
    return standing == Standing.IN_PLACE;
  }

  boolean isReady() {
    return state == State.READY;
  }

  /** Whether its processes died too often. */
  boolean isGivenUp() {
    return state == State.GIVEN_UP;
  }

  /** Whether nothing will happen to it any more. */
  boolean isRetired() {
    return state == State.RETIRED;
  }

  /** What kept its last process from becoming ready, as the end of a sentence. */
  String trouble() {
    return trouble == null ? "was stopped" : trouble;
  }

  /** Whether this pid is its process's. */
  boolean isFilledBy(long pid) {
    return state.hasProcess() && occupant != null && occupant.pid() == pid;
  }

  SlotView view() {
    Occupant there = state.hasProcess() ? occupant : null;
    return new SlotView(
        number,
        there == null ? 0 : there.pid(),
        state.name().toLowerCase(Locale.ROOT),
        there == null ? null : there.startedAt(),
        restarts,
        lastExit,
        there == null ? 0 : there.sessions(),
        there == null ? null : there.heartbeat(),
        isCandidate());
  }

  /** From now on its process is restarted whenever it ends. */
  void takePlace() {
    standing = Standing.IN_PLACE;
  }

  /** Takes the place of another slot of the same number, which leaves. */
  void takePlaceOf(Slot old) {
    takePlace();
    restarts = old.restarts;
    old.retire();
  }

  /** The slot whose place it took is gone. */
  void follow(Slot old) {
    lastExit = lastExit == null ? old.lastExit : lastExit;
  }

  /** Has the process finish what it has in hand and end; no other takes its place. */
  void retire() {
    if (isInPlace() && state.hasProcess() && occupant != null) {
      LOG.success("worker_retire", "worker", number, "pid", occupant.pid());
    }
    standing = Standing.LEAVING;
    happened(Event.UNWANTED);
  }

  /** Ends the process at once. */
  void kill() {
    carryOut(Action.KILL);
  }

  /** Whether this is from the process here. */
  boolean isSender(Ready announcement) {
    return state.hasProcess() && occupant != null && occupant.sent(announcement);
  }

  /** Whether its process has yet to say that it is ready. */
  boolean isStarting() {
    return state == State.STARTING;
  }

  /** The process is ready. */
  void announced(Ready announcement, WorkerChannel channel) {
    hasBeenReady = true;
    occupied(it -> it.announced(announcement, channel));
    happened(Event.ANNOUNCED);
    LOG.success("worker_ready", "worker", number, "pid", announcement.pid());
  }

  /** The process gave a sign of life. */
  void heard(Heartbeat heartbeat) {
    occupied(it -> it.heard(heartbeat));
    boolean progresses = heartbeat.oldestAppendMs() < around.timing().heartbeat().toMillis();
    if (state == State.READY && progresses) {
      giveTime();
      carryOut(Action.ADMIT);
    }
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
    if (state == State.STARTING && event == Event.TIMED_OUT) {
      trouble = "was not ready within " + patience().toMillis() + " ms";
    }
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
      case ADMIT -> occupied(Occupant::admit);
      case WITHDRAW -> occupied(Occupant::withdraw);
      case SEND_DRAIN -> occupied(Occupant::drain);
      case DUMP_THREADS -> occupied(Occupant::dumpThreads);
      case TERMINATE -> occupied(Occupant::terminate);
      case KILL -> occupied(Occupant::kill);
      case PLAN_RESTART -> {
        restarts++;
        deadlineNanos = in(budget.pause(ThreadLocalRandom.current()));
      }
      case REPORT_GIVEN_UP ->
          LOG.fail("worker_given_up", "worker", number, "error", "died too often in a short time");
    }
  }

  private void occupied(Consumer<Occupant> action) {
    if (occupant != null) {
      action.accept(occupant);
    }
  }

  private void launch() {
    occupant = null;
    trouble = null;
    try {
      occupant = new Occupant(number, socket, around, this::exited);
    } catch (IOException e) {
      LOG.fail("worker_start", "worker", number, "error", e);
      trouble = "could not be started: " + e.getMessage();
      lastExit = trouble;
      happened(exitEvent());
    }
  }

  private void exited(Occupant ended, int code) {
    if (occupant != ended) {
      return;
    }
    String cause = ExitCode.describe(code);
    boolean inOrder = isToldTo(code, ended);
    ended.ended(cause, inOrder);
    lastExit = cause;
    trouble = trouble == null ? "ended: " + cause : trouble;
    reportIfNotMended(code);
    happened(inOrder && isInPlace() ? Event.EXITED : exitEvent());
  }

  /**
   * Whether it was told to end and did so; a JVM that still booted ends with one code or another.
   */
  private boolean isToldTo(int code, Occupant ended) {
    return switch (state) {
      case DRAINING -> code == 0;
      case STOPPING -> code == 0 || !ended.hasAnnounced();
      case WAITING, STARTING, READY, KILLED, GIVEN_UP, RETIRED -> false;
    };
  }

  /**
   * A process that is told what it cannot do ends the start of a server, never one that serves: a
   * candidate, or a restart beside programs that are just being replaced, keeps nobody from
   * serving.
   */
  private void reportIfNotMended(int code) {
    boolean serves = isCandidate() || hasBeenReady;
    for (ExitCode known : NOT_MENDED) {
      if (known.code() == code && !(known == ExitCode.USAGE && serves)) {
        standing = Standing.LEAVING;
        around.hopeless().accept(known);
      }
    }
  }

  private Event exitEvent() {
    if (!isInPlace()) {
      return Event.EXITED_FOR_GOOD;
    }
    boolean hasServed = occupant != null && occupant.hasServed();
    return budget.bears(System.nanoTime(), hasServed) ? Event.EXITED : Event.EXITED_TOO_OFTEN;
  }

  private static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }
}
