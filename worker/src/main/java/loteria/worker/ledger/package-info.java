/**
 * The bets on disk: the bet file, the journal that alone says what of it is committed, and the lock
 * that lets one process at a time append. The only place that opens them. Depends on nothing else
 * of the worker.
 */
package loteria.worker.ledger;
