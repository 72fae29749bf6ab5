/**
 * Group commit: everything that is in hand is decided and made durable together. Depends on the
 * root, {@code view}, {@code log} and {@code state}.
 */
package loteria.ledger.commit;
