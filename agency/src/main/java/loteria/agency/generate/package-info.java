/**
 * Believable bets out of a seed, so that nobody's data is needed to try the lottery. Depends on
 * {@code ipc} alone.
 */
package loteria.agency.generate;
