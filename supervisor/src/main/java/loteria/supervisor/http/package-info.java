/**
 * HTTP/1.1 as far as something that can only be looked at needs it: a request without a body, one
 * answer, and the end of the connection. Nothing of a request but its head is ever interpreted.
 *
 * <p>Everything that a client can make it hold is bounded: connections, streams, bytes of a head,
 * bytes that the kernel keeps for one that does not read, and time. Whatever a client sends, the
 * log gets at most a line at DEBUG. Knows nothing of the lottery.
 */
package loteria.supervisor.http;
