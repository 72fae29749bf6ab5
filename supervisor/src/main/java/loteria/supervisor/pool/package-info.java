/** The workers that can be given sessions. Depends on nothing else of the supervisor. */
package loteria.supervisor.pool;
