/** The worker's process: its settings and its wiring, no logic. Depends on {@code session}. */
package loteria.worker;
