/**
 * What may be asked of a draw's ledger, and what it answers. {@code commit} carries it out; {@code
 * log} has what is stored. Depends on nothing else of this module.
 */
package loteria.ledger;
