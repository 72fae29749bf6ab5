/**
 * The agencies that have finished, and the draw: the coordinator socket, the winners and their
 * file. Depends on nothing else of the supervisor.
 */
package loteria.supervisor.draw;
