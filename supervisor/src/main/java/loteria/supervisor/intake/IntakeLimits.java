package loteria.supervisor.intake;

import java.time.Duration;

/**
 * The limits of the listener.
 *
 * @param connections how many at once
 * @param perAgency how many of them an agency may have that its certificate names; 0 for any number
 * @param perAddress how many of them an address may have; 0 for any number
 * @param handshake time for the handshake of TLS, then again for the first bytes of a connection
 */
public record IntakeLimits(int connections, int perAgency, int perAddress, Duration handshake) {}
