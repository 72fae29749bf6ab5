/**
 * The pool of workers: what each slot should be doing and what it does, from launch to exit. Knows
 * processes, not what they serve. Depends on nothing else of the supervisor.
 */
package loteria.supervisor.fleet;
