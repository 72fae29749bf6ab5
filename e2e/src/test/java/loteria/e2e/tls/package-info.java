/**
 * TLS of the built server and agency: right and wrong certificates, revocation, and peers that
 * stall. Depends on the drivers of {@code loteria.e2e}.
 */
@org.jspecify.annotations.NullMarked
package loteria.e2e.tls;
