/**
 * What can be seen of the server: everything at one moment, and the last minutes. Watches the
 * fleet, the draw, the relay and the edge; none of them knows it. No document of a person is ever
 * in here.
 */
package loteria.supervisor.status;
