package loteria.supervisor.slot;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.WorkerMessage.Heartbeat;
import loteria.ipc.message.WorkerMessage.Ready;
import loteria.supervisor.slot.LifeCycle.Action;
import loteria.supervisor.slot.LifeCycle.Event;
import org.jspecify.annotations.Nullable;

/**
 * One place in the pool, and the life of what fills it: what happens to it is looked up in {@link
 * LifeCycle}, and done. Used by the fleet's thread alone.
 *
 * <p>A slot begins as a candidate, whose one process must become ready; from then on it is in
 * place, and its process is restarted whenever it ends, until it has to leave.
 */
public final class Slot {
  private static final ActionLog LOG = new ActionLog(Slot.class);

  /**
   * How long a worker that has run out of time gets to end by itself. It may hold the ledger's
   * lock: the others must have it before they count as hung too.
   */
  private static final Duration AFTER_TIME_OUT = Duration.ofSeconds(1);

  private final int number;
  private final Path socket;
  private final SlotContext around;
  private final RestartBudget budget = RestartBudget.ofSlot();

  private Place place = Place.CANDIDATE;
  private WorkerState state = WorkerState.WAITING;

  /** When the state has lasted too long, or a launch is due; by the context's time. */
  private long deadlineNanos;

  /** Whether any process of the slot has been ready: so it is started as it should be. */
  private boolean hasBeenReady;

  private int restarts;
  private @Nullable String lastExit;
  private @Nullable String trouble;
  private @Nullable WorkerHandle worker;

  /** What the slot is to the pool. */
  private enum Place {
    CANDIDATE,
    IN_PLACE,
    LEAVING
  }

  /**
   * @param socket where its processes listen, one after the other
   */
  public Slot(int number, Path socket, SlotContext around) {
    this.number = number;
    this.socket = socket;
    this.around = around;
    this.deadlineNanos = now();
  }

  public int number() {
    return number;
  }

  public Path socket() {
    return socket;
  }

  public boolean isCandidate() {
    return place == Place.CANDIDATE;
  }

  public boolean isInPlace() {
    return place == Place.IN_PLACE;
  }

  public boolean isReady() {
    return state == WorkerState.READY;
  }

  /** Whether its processes died too often. */
  public boolean isAbandoned() {
    return state == WorkerState.GIVEN_UP;
  }

  /** Whether nothing will happen to it any more. */
  public boolean isRetired() {
    return state == WorkerState.RETIRED;
  }

  /** What kept its last process from becoming ready, as the end of a sentence. */
  public String trouble() {
    return trouble == null ? "was stopped" : trouble;
  }

  /** Whether this pid is its process's. */
  public boolean isFilledBy(long pid) {
    return state.hasProcess() && worker != null && worker.pid() == pid;
  }

  public SlotView view() {
    WorkerHandle there = state.hasProcess() ? worker : null;
    return new SlotView(
        number,
        there == null ? 0 : there.pid(),
        state,
        there == null ? null : there.startedAt(),
        restarts,
        lastExit,
        there == null ? 0 : there.sessions(),
        there == null ? null : there.heartbeat(),
        isCandidate());
  }

  /** From now on its process is restarted whenever it ends. */
  public void takePlace() {
    place = Place.IN_PLACE;
  }

  /** Takes the place of another slot of the same number, which leaves. */
  public void takePlaceOf(Slot old) {
    takePlace();
    restarts = old.restarts;
    old.retire();
  }

  /** The slot whose place it took is gone. */
  public void follow(Slot old) {
    lastExit = lastExit == null ? old.lastExit : lastExit;
  }

  /** Has the process finish what it has in hand and end; no other takes its place. */
  public void retire() {
    if (isInPlace() && state.hasProcess() && worker != null) {
      LOG.success("worker_retire", "worker", number, "pid", worker.pid(), "draw", around.draw());
    }
    place = Place.LEAVING;
    happened(Event.UNWANTED);
  }

  /** Ends the process at once. */
  public void kill() {
    carryOut(Action.KILL);
  }

  /** Whether this is from the process here. */
  public boolean isSender(Ready announcement) {
    return state.hasProcess() && worker != null && worker.sent(announcement);
  }

  /** Whether its process has yet to say that it is ready. */
  public boolean isStarting() {
    return state == WorkerState.STARTING;
  }

  /** The process is ready. */
  public void announced(Ready announcement, WorkerChannel channel) {
    hasBeenReady = true;
    ifThere(it -> it.announced(announcement, channel));
    happened(Event.ANNOUNCED);
    LOG.success("worker_ready", "worker", number, "pid", announcement.pid(), "draw", around.draw());
  }

  /** The process gave a sign of life; its oldest batch may not become older than the limit. */
  public void heard(Heartbeat heartbeat) {
    ifThere(it -> it.heard(heartbeat));
    long left = around.timing().heartbeat().toMillis() - heartbeat.oldestAppendMs();
    if (state == WorkerState.READY && left > 0) {
      deadlineNanos = in(Duration.ofMillis(left));
      carryOut(Action.ADMIT);
    }
  }

  /** Starts the time limit of the process again. */
  public void giveTime() {
    if (state.hasProcess()) {
      deadlineNanos = in(patience());
    }
  }

  /** Does what is due at this time. */
  public void lookAtDeadline(long nowNanos) {
    boolean waits = state != WorkerState.GIVEN_UP && state != WorkerState.RETIRED;
    if (waits && nowNanos - deadlineNanos >= 0) {
      happened(state == WorkerState.WAITING ? Event.LAUNCH_DUE : Event.TIMED_OUT);
    }
  }

  private void happened(Event event) {
    LifeCycle.Step step = LifeCycle.next(state, event);
    if (state == WorkerState.STARTING && event == Event.TIMED_OUT) {
      trouble = "was not ready within " + patience().toMillis() + " ms";
    }
    if (step.state() != state) {
      state = step.state();
      deadlineNanos = in(event == Event.TIMED_OUT ? AFTER_TIME_OUT : patience());
    }
    step.actions().forEach(this::carryOut);
  }

  private Duration patience() {
    return around.timing().of(state);
  }

  private void carryOut(Action action) {
    switch (action) {
      case LAUNCH -> launch();
      case ADMIT -> ifThere(WorkerHandle::admit);
      case WITHDRAW -> ifThere(WorkerHandle::withdraw);
      case SEND_DRAIN -> ifThere(WorkerHandle::drain);
      case DUMP_THREADS -> ifThere(WorkerHandle::dumpThreads);
      case TERMINATE -> ifThere(WorkerHandle::terminate);
      case KILL -> ifThere(WorkerHandle::kill);
      case PLAN_RESTART -> {
        restarts++;
        deadlineNanos = in(budget.pause(ThreadLocalRandom.current()));
      }
      case REPORT_GIVEN_UP ->
          LOG.fail(
              "worker_given_up",
              "worker",
              number,
              "draw",
              around.draw(),
              "error",
              "died too often in a short time");
    }
  }

  private void ifThere(Consumer<WorkerHandle> action) {
    if (worker != null) {
      action.accept(worker);
    }
  }

  private void launch() {
    worker = null;
    trouble = null;
    try {
      worker = new WorkerHandle(number, socket, around, this::exited);
    } catch (IOException e) {
      LOG.fail("worker_start", "worker", number, "draw", around.draw(), "error", e);
      trouble = "could not be started: " + e.getMessage();
      lastExit = trouble;
      happened(exitEvent());
    }
  }

  private void exited(WorkerHandle ended, int code) {
    if (worker != ended) {
      return;
    }
    // Replacing the programs of a server that serves must not end it.
    boolean serves = isCandidate() || hasBeenReady;
    WorkerExit exit = WorkerExit.of(code, state, ended.hasAnnounced(), serves);
    ended.ended(exit.cause(), exit.isInOrder());
    lastExit = exit.cause();
    trouble = trouble == null ? "ended: " + exit.cause() : trouble;
    if (exit.hopeless() != null) {
      place = Place.LEAVING;
      around.hopeless().accept(exit.hopeless());
    }
    happened(exit.isInOrder() && isInPlace() ? Event.EXITED : exitEvent());
  }

  private Event exitEvent() {
    if (!isInPlace()) {
      return Event.EXITED_FOR_GOOD;
    }
    boolean hasServed = worker != null && worker.hasServed();
    boolean mayStart = budget.allows(now(), hasServed);
    // With nothing to store no worker can show that it does what it is for, but winners are asked.
    boolean isKept = hasBeenReady && around.intakeOver().getAsBoolean();
    return mayStart || isKept ? Event.EXITED : Event.EXITED_TOO_OFTEN;
  }

  private long in(Duration time) {
    return now() + time.toNanos();
  }

  private long now() {
    return around.nanos().getAsLong();
  }
}
