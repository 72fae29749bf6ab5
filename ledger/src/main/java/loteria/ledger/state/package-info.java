/**
 * The fold: what the records of the log say together, and what may follow them. Pure. Depends on
 * nothing of the ledger.
 */
package loteria.ledger.state;
