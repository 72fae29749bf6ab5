package loteria.supervisor.slot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.ObjIntConsumer;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.WorkerMessage.Heartbeat;
import loteria.ipc.message.WorkerMessage.Ready;
import loteria.supervisor.pool.ReadyWorker;
import loteria.supervisor.pool.ReadyWorkers;
import org.jspecify.annotations.Nullable;

/** What fills a slot: a process, and what it has said. Used by the fleet's thread alone. */
final class WorkerHandle {
  private static final ActionLog LOG = new ActionLog(WorkerHandle.class);

  private final String draw;
  private final int slot;
  private final Path socket;
  private final ReadyWorkers ready;
  private final WorkerProcess process;
  private final Instant startedAt = Instant.now();
  private @Nullable ReadyWorker worker;
  private @Nullable WorkerChannel channel;
  private @Nullable Heartbeat heartbeat;

  /**
   * Starts a process.
   *
   * @param socket where it listens
   * @param exited called on the fleet's thread when it has ended
   */
  WorkerHandle(int slot, Path socket, SlotContext around, ObjIntConsumer<WorkerHandle> exited)
      throws IOException {
    this.draw = around.draw();
    this.slot = slot;
    this.socket = socket;
    this.ready = around.ready();
    this.process =
        WorkerProcess.start(
            around.launch(),
            slot,
            socket,
            (_, code) -> around.later().execute(() -> exited.accept(this, code)));
    LOG.success("worker_start", "worker", slot, "pid", process.pid(), "draw", draw);
  }

  long pid() {
    return process.pid();
  }

  Instant startedAt() {
    return startedAt;
  }

  /** What it said last of how far it has come; null before it has. */
  @Nullable Heartbeat heartbeat() {
    return heartbeat;
  }

  int sessions() {
    return worker == null ? 0 : worker.sessions();
  }

  /** Whether it has stored anything, as it said or as the relay has seen. */
  boolean hasServed() {
    return (heartbeat != null && heartbeat.batches() > 0) || (worker != null && worker.hasStored());
  }

  /** Whether a READY is its own. */
  boolean sent(Ready announcement) {
    return slot == announcement.slot() && process.sent(announcement.pid(), announcement.token());
  }

  /** Whether it has said that it is ready. */
  boolean hasAnnounced() {
    return channel != null;
  }

  void announced(Ready announcement, WorkerChannel channel) {
    this.worker = new ReadyWorker(slot, Path.of(announcement.listen()));
    this.channel = channel;
  }

  void heard(Heartbeat heartbeat) {
    this.heartbeat = heartbeat;
  }

  void admit() {
    if (worker != null) {
      ready.admit(worker);
    }
  }

  void withdraw() {
    if (worker != null) {
      ready.withdraw(worker);
    }
  }

  void drain() {
    if (channel != null) {
      channel.drain();
    }
  }

  void dumpThreads() {
    LOG.warn("worker_hung", "worker", slot, "pid", pid(), "draw", draw);
    process.dumpThreads();
  }

  void terminate() {
    process.terminate();
  }

  void kill() {
    process.kill();
  }

  /**
   * It has ended.
   *
   * @param inOrder whether it was ordered to, and did
   */
  void ended(String cause, boolean inOrder) {
    if (inOrder) {
      LOG.success("worker_exit", "worker", slot, "pid", pid(), "draw", draw, "cause", cause);
    } else {
      LOG.warn("worker_exit", "worker", slot, "pid", pid(), "draw", draw, "cause", cause);
    }
    try {
      // One that was killed left it, and the next one in its place may have another.
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      LOG.warn("close", "resource", socket, "error", e);
    }
  }
}
