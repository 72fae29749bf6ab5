/**
 * The supervisor's process: its settings and its wiring, no logic. Depends on {@code intake},
 * {@code relay}, {@code fleet} and {@code draw}.
 */
package loteria.supervisor;
