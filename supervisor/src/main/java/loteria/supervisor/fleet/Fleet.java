package loteria.supervisor.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import loteria.ipc.process.ExitCode;
import loteria.ipc.wire.Coordination.Heartbeat;
import loteria.ipc.wire.Coordination.Ready;

/**
 * Keeps the wanted number of workers alive. One thread owns all {@link Slots}: everything that
 * happens is put in its queue.
 */
public final class Fleet implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final ReadyWorkers ready = new ReadyWorkers();
  private final BlockingQueue<Runnable> happenings = new LinkedBlockingQueue<>();
  private final Slots slots;
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
    var launch = new WorkerProcess.Launch(command, arguments);
    var around = new Slot.Surroundings(launch, timing, ready, happenings::add, events::hopeless);
    slots = new Slots(workers, runDirectory, maxBatchesPerWorker, around);
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
    happenings.add(() -> slots.announce(announcement, channel, accepted, refused));
  }

  /** A worker that is ready gave a sign of life. */
  public void beat(int number, Heartbeat heartbeat) {
    happenings.add(() -> slots.heard(number, heartbeat));
  }

  /** Drains every worker and waits until all have ended. */
  @Override
  public void close() throws IOException {
    ready.close();
    happenings.add(slots::retire);
    try {
      thread.join();
    } catch (InterruptedException e) {
      happenings.add(slots::kill);
      throw new IOException("interrupted while workers ended", e);
    }
  }

  private void run() {
    while (!slots.areRetired()) {
      try {
        Runnable happening = happenings.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        if (happening != null) {
          happening.run();
        }
      } catch (InterruptedException _) {
        return;
      }
      slots.look();
    }
  }
}
