/**
 * Goes through a draw's files, whatever state they are in, and says what is in them and what is
 * wrong with them. Changes nothing, locks nothing. Depends on {@code ledger}.
 */
package loteria.worker.verify;
