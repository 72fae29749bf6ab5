package loteria.supervisor.slot;

import java.time.Duration;

/**
 * How long the fleet waits for what.
 *
 * @param boot for a new process to say that it is ready
 * @param heartbeat for a sign of life from a ready one, and for its oldest batch to be stored
 * @param grace for a process to finish what it has in hand, and again to end when ordered to
 */
public record WorkerTimeouts(Duration boot, Duration heartbeat, Duration grace) {}
