package loteria.supervisor.fleet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.log.ActionLog;
import loteria.ipc.process.ExitCode;
import loteria.ipc.wire.Coordination.Heartbeat;
import loteria.ipc.wire.Coordination.Ready;
import loteria.supervisor.fleet.LifeCycle.State;
import org.jspecify.annotations.Nullable;

/** The pool: all slots, and what is asked of them together. Used by the fleet's thread alone. */
final class Slots {
  private static final ActionLog LOG = new ActionLog(Slots.class);

  /** A pause of this thread after which it is this process that was stopped, not the workers. */
  private static final Duration STOPPED_AFTER = Duration.ofSeconds(1);

  private final int maxBatchesPerWorker;
  private final Slot.Surroundings around;
  private final List<Slot> slots = new ArrayList<>();
  private boolean gaveUp;

  /** When the deadlines were last looked at. */
  private long lookedNanos = System.nanoTime();

  Slots(int count, Path runDirectory, int maxBatchesPerWorker, Slot.Surroundings around) {
    this.maxBatchesPerWorker = maxBatchesPerWorker;
    this.around = around;
    for (int number = 1; number <= count; number++) {
      slots.add(new Slot(number, runDirectory.resolve("worker-" + number + ".sock"), around));
    }
  }

  /** Whether no process is left, and none wanted. */
  boolean areRetired() {
    return slots.stream().allMatch(slot -> slot.state() == State.RETIRED);
  }

  /** Lets a process have sessions if it is one of ours. */
  void announce(Ready announcement, WorkerChannel channel, Runnable accepted, Runnable refused) {
    Slot slot = slot(announcement.slot());
    if (slot == null || !slot.expects(announcement)) {
      LOG.warn(
          "worker_ready",
          "worker",
          announcement.slot(),
          "pid",
          announcement.pid(),
          "error",
          "unknown");
      refused.run();
      return;
    }
    accepted.run();
    slot.announced(announcement, channel);
  }

  /** A worker gave a sign of life; one that has done its share is replaced. */
  void heard(int number, Heartbeat heartbeat) {
    Slot slot = slot(number);
    if (slot == null) {
      return;
    }
    slot.heard(heartbeat);
    boolean isWornOut = maxBatchesPerWorker > 0 && heartbeat.batches() >= maxBatchesPerWorker;
    boolean isOthersTurn = slots.size() > 1 && around.ready().count() < slots.size();
    if (slot.state() == State.READY && isWornOut && !isOthersTurn) {
      LOG.success("worker_recycle", "worker", number, "batches", heartbeat.batches());
      slot.recycle();
    }
  }

  /** Does what is due, and says so if nothing will ever be. */
  void look() {
    long now = System.nanoTime();
    boolean wasStopped = now - lookedNanos > STOPPED_AFTER.toNanos();
    lookedNanos = now;
    if (wasStopped) {
      slots.forEach(Slot::giveTime);
    }
    slots.forEach(slot -> slot.lookAtDeadline(now));
    if (!gaveUp && isGivenUp()) {
      gaveUp = true;
      around.hopeless().accept(ExitCode.NO_WORKERS);
    }
  }

  /** Drains every worker. */
  void retire() {
    slots.forEach(Slot::retire);
  }

  /** Ends every process at once. */
  void kill() {
    slots.forEach(Slot::kill);
  }

  private boolean isGivenUp() {
    return slots.stream().anyMatch(slot -> slot.state() == State.GIVEN_UP)
        && slots.stream()
            .allMatch(slot -> slot.state() == State.GIVEN_UP || slot.state() == State.RETIRED);
  }

  private @Nullable Slot slot(int number) {
    return number >= 1 && number <= slots.size() ? slots.get(number - 1) : null;
  }
}
