/**
 * The import of a draw: a ledger of files or of a replicated log, made out of the ledger in a
 * folder. Depends on {@code commit}, {@code folder} and what they depend on.
 */
package loteria.ledger.transfer;
