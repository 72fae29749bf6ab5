/**
 * Group commit: everything that is in hand is decided and made durable together. Depends on the
 * root, {@code view} and {@code log}.
 */
package loteria.ledger.commit;
