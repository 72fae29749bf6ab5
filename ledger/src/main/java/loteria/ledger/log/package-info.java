/**
 * The log, which alone says what is stored: entries in segments, what an entry holds, what all of
 * them together say, and what of them survived a crash. Depends on {@code state} and {@code file}.
 */
package loteria.ledger.log;
