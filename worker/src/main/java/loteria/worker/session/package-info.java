/**
 * The sessions that the supervisor relays to this worker: what may be asked when, reading ahead,
 * answering in order. Depends on {@code ledger} and {@code draw}.
 */
package loteria.worker.session;
