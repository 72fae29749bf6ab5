/**
 * TLS 1.3 on sockets: reading certificates and keys from PEM files, checking the certificate of the
 * peer, and a socket channel that encrypts. Supervisor and agency use it alike.
 */
@org.jspecify.annotations.NullMarked
package loteria.ipc.tls;
