/**
 * TLS of the server: its certificate, the check of the agencies' certificates, handshakes, and the
 * files that all of this is read from, again and again.
 */
@org.jspecify.annotations.NullMarked
package loteria.supervisor.tls;
