/**
 * How a process of the lottery starts and ends: its settings, its exit codes, the order in which it
 * closes its resources, and the parent it must not outlive. Depends on {@code logging}.
 */
package loteria.ipc.runtime;
