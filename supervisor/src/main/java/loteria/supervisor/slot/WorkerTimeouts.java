package loteria.supervisor.slot;

import java.time.Duration;

/**
 * How long the fleet waits for what.
 *
 * @param boot for a new process to say that it is ready
 * @param heartbeat for a sign of life from a ready one, and for its oldest batch to be stored
 * @param grace for a process to finish what it has in hand, and again to end when ordered to
 */
public record WorkerTimeouts(Duration boot, Duration heartbeat, Duration grace) {
  /** How long a state may last; zero for one that waits for nothing. */
  Duration of(WorkerState state) {
    return switch (state) {
      case STARTING -> boot;
      case READY -> heartbeat;
      case DRAINING, STOPPING, KILLED -> grace;
      case WAITING, GIVEN_UP, RETIRED -> Duration.ZERO;
    };
  }
}
