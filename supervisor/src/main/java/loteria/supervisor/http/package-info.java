/**
 * The part of HTTP/1.1 that a read-only server needs: a request without a body, one response, and
 * the end of the connection. Only a request's head is ever interpreted.
 *
 * <p>Everything that a client can make it hold is bounded: connections, streams, bytes of a head,
 * bytes that the kernel keeps for a client that does not read, and time. A client can cause at most
 * a line at DEBUG in the log. Knows nothing of the lottery.
 */
package loteria.supervisor.http;
