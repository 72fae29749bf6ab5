package loteria.supervisor.edge;

import java.time.Duration;

/**
 * What the edge bears.
 *
 * @param connections how many at once
 * @param handshake time for the first bytes of a connection to come
 */
public record EdgeLimits(int connections, Duration handshake) {}
