/**
 * Goes through a draw's files, in whatever state they are, and says what is in them and what is
 * wrong with them; rewrites bets.csv. Locks nothing. Depends on {@code view}, {@code log} and
 * {@code file}.
 */
package loteria.ledger.verify;
