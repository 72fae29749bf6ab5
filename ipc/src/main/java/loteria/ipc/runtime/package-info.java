/**
 * How a process of the lottery starts and ends: its settings, its exit codes, the order in which it
 * lets go of what it holds, and the parent it must not outlive. Depends on {@code logging}.
 */
package loteria.ipc.runtime;
