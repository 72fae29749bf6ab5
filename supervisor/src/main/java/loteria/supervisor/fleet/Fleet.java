package loteria.supervisor.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import loteria.ipc.log.ActionLog;
import loteria.ipc.process.ExitCode;
import loteria.ipc.wire.Coordination.Heartbeat;
import loteria.ipc.wire.Coordination.Ready;
import loteria.supervisor.fleet.LifeCycle.Action;
import loteria.supervisor.fleet.LifeCycle.Event;
import loteria.supervisor.fleet.LifeCycle.State;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the wanted number of workers alive. One thread owns all slots: everything that happens is
 * put in its queue, looked up in {@link LifeCycle}, and done.
 */
public final class Fleet implements AutoCloseable {
  private static final ActionLog LOG = new ActionLog(Fleet.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /**
   * How long a worker that has run out of time gets to end by itself. It may hold the ledger's
   * lock: the others must have it before they count as hung too.
   */
  private static final Duration AFTER_TIME_OUT = Duration.ofSeconds(1);

  /** A pause of this thread after which it is this process that was stopped, not the workers. */
  private static final Duration STOPPED_AFTER = Duration.ofSeconds(1);

  private final WorkerProcess.Launch launch;
  private final int maxBatchesPerWorker;
  private final Timing timing;
  private final Events events;
  private final ReadyWorkers ready = new ReadyWorkers();
  private final BlockingQueue<Runnable> happenings = new LinkedBlockingQueue<>();
  private final List<Slot> slots = new ArrayList<>();

  /** When the deadlines were last looked at; used by the fleet's thread alone. */
  private long lookedNanos = System.nanoTime();

  private final Thread thread = Thread.ofPlatform().name("fleet").daemon().unstarted(this::run);

  /** What the fleet tells, on its own thread. */
  public interface Events {
    /** The fleet cannot go on: the supervisor must end with this code. */
    void hopeless(ExitCode code);
  }

  /**
   * @param command the JVM, its flags and the main class of a worker
   * @param arguments what every worker is told beside its slot and socket
   * @param runDirectory where workers' sockets are
   * @param maxBatchesPerWorker after which a worker is replaced by a new one; 0 for never
   */
  public Fleet(
      List<String> command,
      List<String> arguments,
      Path runDirectory,
      int workers,
      int maxBatchesPerWorker,
      Timing timing,
      Events events) {
    this.launch = new WorkerProcess.Launch(command, arguments);
    this.maxBatchesPerWorker = maxBatchesPerWorker;
    this.timing = timing;
    this.events = events;
    for (int number = 1; number <= workers; number++) {
      Path socket = runDirectory.resolve("worker-" + number + ".sock");
      slots.add(new Slot(number, socket, System.nanoTime()));
    }
  }

  /** Starts the workers; returns at once. */
  public void start() {
    thread.start();
  }

  /** The workers that can be given sessions. */
  public ReadyWorkers ready() {
    return ready;
  }

  /**
   * A process says that it is ready.
   *
   * @param channel the way to it
   * @param accepted called when it is ours, before it is given sessions
   * @param refused called when it is none of ours
   */
  public void announced(
      Ready announcement, WorkerChannel channel, Runnable accepted, Runnable refused) {
    happenings.add(() -> announce(announcement, channel, accepted, refused));
  }

  /** A worker that is ready gave a sign of life. */
  public void beat(int number, Heartbeat heartbeat) {
    happenings.add(
        () -> {
          Slot slot = slot(number);
          if (slot != null) {
            heard(slot, heartbeat);
          }
        });
  }

  /** Drains every worker and waits until all have ended. */
  @Override
  public void close() throws IOException {
    ready.close();
    happenings.add(
        () -> {
          for (Slot slot : slots) {
            slot.wanted = false;
            happened(slot, Event.UNWANTED);
          }
        });
    try {
      thread.join();
    } catch (InterruptedException e) {
      slots.forEach(slot -> carryOut(slot, Action.KILL));
      throw new IOException("interrupted while workers ended", e);
    }
  }

  private void run() {
    lookedNanos = System.nanoTime();
    while (!slots.stream().allMatch(slot -> slot.state == State.RETIRED)) {
      try {
        Runnable happening = happenings.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        if (happening != null) {
          happening.run();
        }
      } catch (InterruptedException _) {
        return;
      }
      lookAtDeadlines();
    }
  }

  private void lookAtDeadlines() {
    long now = System.nanoTime();
    boolean wasStopped = now - lookedNanos > STOPPED_AFTER.toNanos();
    lookedNanos = now;
    if (wasStopped) {
      slots.stream()
          .filter(slot -> slot.state.hasProcess())
          .forEach(slot -> slot.deadlineNanos = in(patience(slot.state)));
      return;
    }
    for (Slot slot : slots) {
      boolean waits = slot.state != State.GIVEN_UP && slot.state != State.RETIRED;
      if (waits && now - slot.deadlineNanos >= 0) {
        happened(slot, slot.state == State.WAITING ? Event.LAUNCH_DUE : Event.TIMED_OUT);
      }
    }
  }

  private void announce(
      Ready announcement, WorkerChannel channel, Runnable accepted, Runnable refused) {
    int number = announcement.slot();
    Slot slot = slot(number);
    boolean ours =
        slot != null
            && slot.state == State.STARTING
            && slot.process != null
            && slot.process.sent(announcement.pid(), announcement.token());
    if (slot == null || !ours) {
      LOG.warn("worker_ready", "worker", number, "pid", announcement.pid(), "error", "unknown");
      refused.run();
      return;
    }
    accepted.run();
    slot.channel = channel;
    slot.worker = new ReadyWorker(number, Path.of(announcement.listen()));
    happened(slot, Event.ANNOUNCED);
    LOG.success("worker_ready", "worker", number, "pid", announcement.pid());
  }

  private @Nullable Slot slot(int number) {
    return number >= 1 && number <= slots.size() ? slots.get(number - 1) : null;
  }

  private void heard(Slot slot, Heartbeat heartbeat) {
    slot.lastBeat = heartbeat;
    boolean progresses = heartbeat.oldestAppendMs() < timing.heartbeat().toMillis();
    if (slot.state == State.READY && progresses) {
      slot.deadlineNanos = in(timing.heartbeat());
      carryOut(slot, Action.ADMIT);
    }
    boolean isWornOut = maxBatchesPerWorker > 0 && heartbeat.batches() >= maxBatchesPerWorker;
    boolean isOthersTurn = slots.size() > 1 && ready.count() < slots.size();
    if (slot.state == State.READY && isWornOut && !isOthersTurn) {
      LOG.success("worker_recycle", "worker", slot.number, "batches", heartbeat.batches());
      happened(slot, Event.DRAIN);
    }
  }

  private void exited(Slot slot, WorkerProcess process, int code) {
    if (slot.process != process) {
      return;
    }
    String cause = ExitCode.describe(code);
    boolean expected = slot.state == State.DRAINING || slot.state == State.STOPPING;
    if (expected && code == 0) {
      LOG.success("worker_exit", "worker", slot.number, "pid", process.pid(), "cause", cause);
    } else {
      LOG.warn("worker_exit", "worker", slot.number, "pid", process.pid(), "cause", cause);
    }
    if (code == ExitCode.DISK_FAILED.code()
        || code == ExitCode.JOURNAL_DAMAGED.code()
        || code == ExitCode.USAGE.code()) {
      slot.wanted = false;
      events.hopeless(byCode(code));
    }
    boolean asTold = expected && code == 0 && slot.wanted;
    happened(slot, asTold ? Event.EXITED : exitEvent(slot));
  }

  private static Event exitEvent(Slot slot) {
    if (!slot.wanted) {
      return Event.EXITED_FOR_GOOD;
    }
    boolean bears = slot.budget.bears(System.nanoTime(), slot.hasServed());
    return bears ? Event.EXITED : Event.EXITED_TOO_OFTEN;
  }

  private static ExitCode byCode(int code) {
    for (ExitCode known : ExitCode.values()) {
      if (known.code() == code) {
        return known;
      }
    }
    return ExitCode.FAILED;
  }

  private void happened(Slot slot, Event event) {
    LifeCycle.Step step = LifeCycle.next(slot.state, event);
    if (step.state() != slot.state) {
      slot.state = step.state();
      boolean hasHadItsTime = event == Event.TIMED_OUT;
      slot.deadlineNanos = in(hasHadItsTime ? AFTER_TIME_OUT : patience(slot.state));
    }
    for (Action action : step.actions()) {
      carryOut(slot, action);
    }
  }

  private Duration patience(State state) {
    return switch (state) {
      case STARTING -> timing.boot();
      case READY -> timing.heartbeat();
      case DRAINING, STOPPING, KILLED -> timing.grace();
      case WAITING, GIVEN_UP, RETIRED -> Duration.ZERO;
    };
  }

  private void carryOut(Slot slot, Action action) {
    WorkerProcess process = slot.process;
    switch (action) {
      case LAUNCH -> launch(slot);
      case ADMIT -> {
        if (slot.worker != null) {
          ready.admit(slot.worker);
        }
      }
      case WITHDRAW -> {
        if (slot.worker != null) {
          ready.withdraw(slot.worker);
        }
      }
      case SEND_DRAIN -> {
        if (slot.channel != null) {
          slot.channel.drain();
        }
      }
      case DUMP_THREADS -> {
        if (process != null) {
          LOG.warn("worker_hung", "worker", slot.number, "pid", process.pid());
          process.dumpThreads();
        }
      }
      case TERMINATE -> {
        if (process != null) {
          process.terminate();
        }
      }
      case KILL -> {
        if (process != null) {
          process.kill();
        }
      }
      case PLAN_RESTART -> {
        slot.restarts++;
        slot.deadlineNanos = in(slot.budget.pause(ThreadLocalRandom.current()));
      }
      case REPORT_GIVEN_UP -> reportGivenUp(slot);
    }
  }

  private void launch(Slot slot) {
    slot.lastBeat = null;
    slot.worker = null;
    slot.channel = null;
    try {
      slot.process =
          WorkerProcess.start(
              launch,
              slot.number,
              slot.socket,
              (process, code) -> happenings.add(() -> exited(slot, process, code)));
      LOG.success("worker_start", "worker", slot.number, "pid", slot.process.pid());
    } catch (IOException e) {
      LOG.fail("worker_start", "worker", slot.number, "error", e);
      happened(slot, exitEvent(slot));
    }
  }

  private void reportGivenUp(Slot slot) {
    LOG.fail("worker_given_up", "worker", slot.number, "error", "died too often in a short time");
    boolean any =
        slots.stream().anyMatch(one -> one.state != State.GIVEN_UP && one.state != State.RETIRED);
    if (!any) {
      events.hopeless(ExitCode.NO_WORKERS);
    }
  }

  private static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }
}
