package loteria.supervisor.fleet;

import java.nio.file.Path;
import java.time.Duration;
import loteria.ipc.wire.Coordination.Heartbeat;
import loteria.supervisor.fleet.LifeCycle.State;
import org.jspecify.annotations.Nullable;

/** One place in the pool and what fills it. Used by the fleet's thread alone. */
final class Slot {
  private static final int DEATHS_MAX = 5;
  private static final Duration DEATHS_WINDOW = Duration.ofSeconds(30);
  private static final Duration PAUSE_FIRST = Duration.ofMillis(100);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

  final int number;
  final Path socket;
  final RestartBudget budget = new RestartBudget(DEATHS_MAX, DEATHS_WINDOW, PAUSE_FIRST, PAUSE_MAX);

  State state = State.WAITING;
  boolean wanted = true;
  int restarts;

  /** When the state has lasted too long, or a launch is due; as System.nanoTime(). */
  long deadlineNanos;

  @Nullable WorkerProcess process;
  @Nullable ReadyWorker worker;
  @Nullable WorkerChannel channel;
  @Nullable Heartbeat lastBeat;

  Slot(int number, Path socket, long nowNanos) {
    this.number = number;
    this.socket = socket;
    this.deadlineNanos = nowNanos;
  }

  /** Whether its process has stored anything, as it said or as the relay has seen. */
  boolean hasServed() {
    return (lastBeat != null && lastBeat.batches() > 0) || (worker != null && worker.hasStored());
  }
}
