/**
 * The dialects that turn messages into bytes and back. Bytes only: nothing here reads or writes a
 * socket. Depends on {@code message}, {@code row} and {@code text}.
 */
package loteria.ipc.codec;
