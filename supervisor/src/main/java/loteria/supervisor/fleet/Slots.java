package loteria.supervisor.fleet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.WorkerMessage.Heartbeat;
import loteria.ipc.message.WorkerMessage.Ready;
import loteria.ipc.runtime.ExitCode;
import loteria.supervisor.slot.Slot;
import loteria.supervisor.slot.SlotContext;
import loteria.supervisor.slot.SlotView;
import loteria.supervisor.slot.WorkerChannel;
import org.jspecify.annotations.Nullable;

/**
 * The pool: all slots, by number, and what is asked of them together. While a worker is replaced,
 * two slots have the same number. Used by the fleet's thread alone.
 */
final class Slots {
  private static final ActionLog LOG = new ActionLog(Slots.class);

  /** A pause of this thread after which it is this process that was stopped, not the workers. */
  private static final Duration STOPPED_AFTER = Duration.ofSeconds(1);

  private final Path runDirectory;
  private final SlotContext around;
  private final List<Slot> slots = new ArrayList<>();
  private boolean gaveUp;

  /** When the deadlines were last looked at. */
  private long lookedNanos;

  Slots(int count, Path runDirectory, SlotContext around) {
    this.runDirectory = runDirectory;
    this.around = around;
    this.lookedNanos = around.nanos().getAsLong();
    for (int number = 1; number <= count; number++) {
      add(number).takePlace();
    }
  }

  /** Whether no process is left, and none wanted. */
  boolean isEmpty() {
    return slots.isEmpty();
  }

  /** Those whose processes are kept alive. */
  List<Slot> inPlace() {
    return slots.stream().filter(Slot::isInPlace).toList();
  }

  /** How many there will be if all candidates become ready. */
  int wanted() {
    Predicate<Slot> stays = slot -> slot.isCandidate() || slot.isInPlace();
    return (int) slots.stream().filter(stays).mapToInt(Slot::number).distinct().count();
  }

  List<SlotView> view() {
    return slots.stream().map(Slot::view).toList();
  }

  /** Adds a candidate. */
  Slot add(int number) {
    var slot = new Slot(number, freeSocket(number), around);
    slots.add(slot);
    slots.sort(Comparator.comparingInt(Slot::number));
    return slot;
  }

  /** Lets a process have sessions if it is one of ours. */
  void announce(Ready announcement, WorkerChannel channel, Runnable accepted, Runnable refused) {
    Slot slot = first(one -> one.isSender(announcement));
    if (slot == null) {
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
    if (slot.isReady()) {
      LOG.detail("worker_ready", "worker", slot.number(), "note", "it has said so before");
      refused.run();
      return;
    }
    if (!slot.isStarting()) {
      // Its signal ends it. Were its link closed before, it would take the supervisor for gone.
      LOG.detail("worker_ready", "worker", slot.number(), "note", "it is being stopped");
      return;
    }
    accepted.run();
    slot.announced(announcement, channel);
  }

  /**
   * A worker gave a sign of life.
   *
   * @return which; null when the process is unknown, or no longer in a slot
   */
  @Nullable Slot heard(long pid, Heartbeat heartbeat) {
    Slot slot = first(one -> one.isFilledBy(pid));
    if (slot != null) {
      slot.heard(heartbeat);
    }
    return slot;
  }

  /** Does what is due, forgets ended workers, and reports if no worker will ever serve again. */
  void look() {
    long now = around.nanos().getAsLong();
    boolean wasStopped = now - lookedNanos > STOPPED_AFTER.toNanos();
    lookedNanos = now;
    if (wasStopped) {
      slots.forEach(Slot::giveTime);
    }
    slots.forEach(slot -> slot.lookAtDeadline(now));
    slots.removeIf(Slot::isRetired);
    if (!gaveUp && !slots.isEmpty() && slots.stream().allMatch(Slot::isAbandoned)) {
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

  /** A path that no slot has: worker-3.sock, or worker-3b.sock beside it. */
  private Path freeSocket(int number) {
    Path path = runDirectory.resolve(DrawLayout.workerSocket("" + number));
    for (char letter = 'b'; isTaken(path); letter++) {
      path = runDirectory.resolve(DrawLayout.workerSocket("" + number + letter));
    }
    return path;
  }

  private boolean isTaken(Path socket) {
    return first(slot -> slot.socket().equals(socket)) != null;
  }

  private @Nullable Slot first(Predicate<Slot> condition) {
    return slots.stream().filter(condition).findFirst().orElse(null);
  }
}
