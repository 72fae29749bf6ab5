/**
 * Bets on their way to the central server: the connection, the batches not yet acknowledged, when
 * to try again and when to give up. Depends on {@code source} and {@code progress}.
 */
package loteria.agency.submit;
