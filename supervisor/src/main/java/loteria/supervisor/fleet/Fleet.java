package loteria.supervisor.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import loteria.ipc.message.WorkerMessage.Heartbeat;
import loteria.ipc.message.WorkerMessage.Ready;
import loteria.ipc.runtime.ExitCode;
import loteria.supervisor.pool.ReadyWorkers;
import loteria.supervisor.slot.Slot;
import loteria.supervisor.slot.SlotContext;
import loteria.supervisor.slot.SlotView;
import loteria.supervisor.slot.WorkerChannel;
import loteria.supervisor.slot.WorkerProcess;
import loteria.supervisor.slot.WorkerTimeouts;

/**
 * Keeps the wanted number of workers alive. One thread owns all {@link Slots}: everything that
 * happens is put in its queue.
 */
public final class Fleet implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /** How many workers there can be. */
  public static final int WORKERS_MAX = 256;

  private final ReadyWorkers ready;
  private final BlockingQueue<Runnable> happenings = new LinkedBlockingQueue<>();
  private final Slots slots;
  private final Changes changes;
  private volatile List<SlotView> view;
  private volatile int wanted;
  private volatile boolean over;
  private final Thread thread = Thread.ofPlatform().name("fleet").daemon().unstarted(this::run);

  /**
   * How many workers there are, and what they are given.
   *
   * @param workers how many are kept alive
   * @param active how many of them are given sessions at once; the others stand by
   * @param maxBatchesPerWorker after which a worker is replaced by a new one; 0 for never
   */
  public record Plan(int workers, int active, int maxBatchesPerWorker) {}

  /** What the fleet tells, on its own thread. */
  public interface Events {
    /** The fleet cannot continue: the supervisor must end with this code. */
    void hopeless(ExitCode code);
  }

  /**
   * @param draw whose workers they are
   * @param command the JVM, its flags and the main class of a worker
   * @param arguments of every worker, beside its slot and socket
   * @param runDirectory where workers' sockets are
   * @param intakeOver whether no worker can store anything any more
   */
  public Fleet(
      String draw,
      List<String> command,
      List<String> arguments,
      Path runDirectory,
      Plan plan,
      WorkerTimeouts timing,
      Events events,
      BooleanSupplier intakeOver) {
    this(
        draw, command, arguments, runDirectory, plan, timing, events, intakeOver, System::nanoTime);
  }

  /**
   * @param nanos what the time is, as {@link System#nanoTime}; asked on the fleet's thread
   */
  Fleet(
      String draw,
      List<String> command,
      List<String> arguments,
      Path runDirectory,
      Plan plan,
      WorkerTimeouts timing,
      Events events,
      BooleanSupplier intakeOver,
      LongSupplier nanos) {
    ready = new ReadyWorkers(plan.active());
    var launch = new WorkerProcess.Launch(command, arguments);
    var around =
        new SlotContext(
            draw, launch, timing, ready, happenings::add, events::hopeless, intakeOver, nanos);
    slots = new Slots(plan.workers(), runDirectory, around);
    changes = new Changes(slots, plan.maxBatchesPerWorker(), nanos);
    view = slots.view();
    wanted = slots.wanted();
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
   * @param refused called when the worker is unknown
   */
  public void announced(
      Ready announcement, WorkerChannel channel, Runnable accepted, Runnable refused) {
    happenings.add(() -> slots.announce(announcement, channel, accepted, refused));
  }

  /** A worker that is ready gave a sign of life. */
  public void beat(long pid, Heartbeat heartbeat) {
    happenings.add(
        () -> {
          Slot slot = slots.heard(pid, heartbeat);
          if (slot != null) {
            changes.recycle(slot, heartbeat.batches());
          }
        });
  }

  /**
   * Changes how many workers there are; who must leave finishes what it has in hand.
   *
   * @param workers from 1 to {@link #WORKERS_MAX}
   * @param progress receives each step, on the fleet's thread; must not wait
   * @return completed on the fleet's thread when it is over
   */
  public CompletableFuture<ChangeOutcome> scale(int workers, Consumer<String> progress) {
    if (workers < 1 || workers > WORKERS_MAX) {
      var reason = String.format(Locale.ROOT, "there can be from 1 to %d workers", WORKERS_MAX);
      return CompletableFuture.completedFuture(new ChangeOutcome.Failed(reason));
    }
    return ask("scale", step -> new Scale(slots, workers, step), progress);
  }

  /**
   * Replaces all workers by new processes, one after the other, each old one leaving only once its
   * successor is ready.
   *
   * @param progress receives each step, on the fleet's thread; must not wait
   * @return completed on the fleet's thread when it is over
   */
  public CompletableFuture<ChangeOutcome> reload(Consumer<String> progress) {
    return ask("reload", step -> new Reload(slots, slots.inPlace(), step), progress);
  }

  /** All slots as they are, by number; never waits. */
  public List<SlotView> view() {
    return view;
  }

  /** Waits until {@link #view} shows all that has happened up to now. */
  public void awaitView() {
    var seen = new CompletableFuture<Void>();
    happenings.add(() -> seen.complete(null));
    if (over) {
      // It may have come too late for the fleet's thread.
      seen.complete(null);
    }
    seen.join();
  }

  /** How many workers there should be; never waits. */
  public int wanted() {
    return wanted;
  }

  /** Ends every worker at once, whatever it has in hand, and starts none again. */
  public void kill() {
    happenings.add(
        () -> {
          changes.close();
          slots.retire();
          slots.kill();
        });
  }

  /** Drains every worker and waits until all have ended. */
  @Override
  public void close() throws IOException {
    ready.close();
    happenings.add(
        () -> {
          changes.close();
          slots.retire();
        });
    try {
      thread.join();
    } catch (InterruptedException e) {
      happenings.add(slots::kill);
      throw new IOException("interrupted while workers ended", e);
    }
  }

  private CompletableFuture<ChangeOutcome> ask(
      String action, Function<Consumer<String>, Change> begin, Consumer<String> progress) {
    var answer = new CompletableFuture<ChangeOutcome>();
    happenings.add(() -> changes.ask(new Changes.Request(action, begin, progress, answer)));
    if (over) {
      // It may have come too late for the fleet's thread.
      answer.complete(Changes.STOPPING);
    }
    return answer;
  }

  private void run() {
    try {
      look();
      while (!slots.isEmpty()) {
        Runnable happening = happenings.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        if (happening != null) {
          happening.run();
        }
        look();
      }
    } catch (InterruptedException _) {
      // Nobody interrupts it.
    } finally {
      changes.close();
      over = true;
      List<Runnable> late = new ArrayList<>();
      happenings.drainTo(late);
      late.forEach(Runnable::run);
    }
  }

  private void look() {
    changes.advance();
    slots.look();
    view = slots.view();
    wanted = slots.wanted();
  }
}
