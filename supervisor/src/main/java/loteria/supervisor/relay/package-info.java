/**
 * One agency's session between the agency and whichever worker has it: requests out, answers back,
 * the unanswered kept to be sent again to another worker. Reads no further than headers. Depends on
 * {@code pool}.
 *
 * <pre>
 *               RequestLoop ─────────▶ WorkerConnection ──▶ worker
 *   agency ──▶ (reads)      ╲       ╱
 *                            RelayState        one lock; nobody reads or writes under it
 *                           ╱
 *   agency ◀── AgencyConnection ◀───── ReplyLoop (reads) ◀── worker
 * </pre>
 *
 * <p>{@code Relay} begins a session and runs its two loops, {@code RelaySession} has what both use
 * and ends it, {@code SessionRegistry} says which sessions must end for others.
 */
package loteria.supervisor.relay;
