/**
 * The submission of bets to the central server: the connection, the batches not yet acknowledged,
 * retries and their end. Depends on {@code source} and {@code progress}.
 */
package loteria.agency.submit;
