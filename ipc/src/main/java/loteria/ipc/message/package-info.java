/**
 * Every message that crosses a process boundary, as values. No I/O. Depends on {@code row} and
 * {@code text}.
 */
package loteria.ipc.message;
