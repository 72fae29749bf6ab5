/**
 * Clients that are legal but unfriendly, and what must be stored of each: a client has an agency of
 * its own, a {@code Run} drives it from a seed and {@code History} keeps what it asked and was
 * answered; {@code Judge} compares that with the rows of bets.csv, content and order, never counts.
 */
@org.jspecify.annotations.NullMarked
package loteria.e2e.fault.client;
