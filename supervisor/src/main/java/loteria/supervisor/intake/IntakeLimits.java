package loteria.supervisor.intake;

import java.time.Duration;

/**
 * The limits of the listener.
 *
 * @param connections how many at once
 * @param handshake time for the first bytes of a connection to arrive
 */
public record IntakeLimits(int connections, Duration handshake) {}
