/**
 * One place in the pool and the life of the worker in it, from launch to exit. Knows processes, not
 * what they serve. Depends on {@code pool}.
 */
package loteria.supervisor.slot;
