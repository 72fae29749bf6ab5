/**
 * Believable bets from a seed, so that the lottery can be tried without real data. Depends on
 * {@code ipc} alone.
 */
package loteria.agency.generate;
