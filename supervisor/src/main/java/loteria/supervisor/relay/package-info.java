/**
 * One agency's session between the agency and whichever worker has it: requests out, answers back,
 * the unanswered kept to be said again to another worker. Reads no further than headers. Depends on
 * {@code pool}.
 */
package loteria.supervisor.relay;
