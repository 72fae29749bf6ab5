/**
 * Sockets: how a process listens on a Unix socket, reads whole messages, writes whole replies, and
 * cuts off a peer that takes too long. Depends on {@code codec}.
 */
package loteria.ipc.io;
