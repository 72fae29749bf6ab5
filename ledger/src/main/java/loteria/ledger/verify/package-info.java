/**
 * Goes through a draw's files, in whatever state they are, and says what is in them and what is
 * wrong with them. Changes nothing, locks nothing. Depends on {@code log} and {@code file}.
 */
package loteria.ledger.verify;
