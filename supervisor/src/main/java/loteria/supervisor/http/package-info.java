/**
 * The part of HTTP/1.1 that a page needs: a request, one response, and the end of the connection.
 * Content is ignored, unless the handler reads it, and then it has at most 4 KiB.
 *
 * <p>Everything that a client can make it hold is bounded: connections, streams, bytes of a
 * request, bytes that the kernel keeps for a client that does not read, and time. A client can
 * cause at most a line at DEBUG in the log. Knows nothing of the lottery.
 */
package loteria.supervisor.http;
