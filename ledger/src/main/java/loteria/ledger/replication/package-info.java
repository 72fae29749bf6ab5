/**
 * What a log must give that several machines share, and how an engine for it is found. Depends on
 * {@code state}.
 */
package loteria.ledger.replication;
