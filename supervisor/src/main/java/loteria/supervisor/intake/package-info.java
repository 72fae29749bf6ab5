/**
 * The entrance of agencies: a permit, then an accepted connection, the handshake where there is
 * TLS, the dialect by the first bytes, and the time limits for all. Depends on {@code relay} and
 * {@code tls}.
 */
package loteria.supervisor.intake;
