/**
 * What an operator sees and asks for: the state of everything in one snapshot, and the control
 * socket. Sees the fleet, the draw, the relay and the edge; none of them knows it. No document of a
 * person is ever in here.
 */
package loteria.supervisor.control;
