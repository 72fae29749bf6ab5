/**
 * Every message that crosses a process boundary, as values, and the dialects that turn them into
 * bytes and back. Bytes only: nothing here reads or writes a socket. Depends on {@code bet}.
 */
package loteria.ipc.wire;
