/**
 * The observable state of the server: a snapshot of everything, and the last minutes. Observes the
 * fleet, the draw, the relay and the intake; none of them depends on it. It never contains a
 * person's document.
 */
package loteria.supervisor.status;
