/** The worker's process: its settings and its wiring, no logic. Depends on {@code serve}. */
package loteria.worker;
