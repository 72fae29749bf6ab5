/** The events that stay on record: in a file, and the newest in memory. */
package loteria.supervisor.events;
