package loteria.supervisor.intake;

import java.time.Duration;

/**
 * What the edge bears.
 *
 * @param connections how many at once
 * @param handshake time for the first bytes of a connection to come
 */
public record IntakeLimits(int connections, Duration handshake) {}
