package loteria.supervisor.tls;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When what TLS uses expires.
 *
 * @param certificate the server's own certificate, or the first of its chain to expire
 * @param clientCa the first of the authorities of agencies to expire
 * @param crl the time by which a newer revocation list was announced, or null where there is none
 */
public record Expiry(
    @Nullable Instant certificate, @Nullable Instant clientCa, @Nullable Instant crl) {}
