/**
 * What an operator asks for over the control socket, on both its ends: the supervisor that serves,
 * and the one that a person starts to ask it. Knows everything else; nothing else knows it.
 */
package loteria.supervisor.control;
