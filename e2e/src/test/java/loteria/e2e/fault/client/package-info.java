/**
 * Clients that are legal but unfriendly, and the check of what is stored of each: a client has an
 * agency of its own, a {@code ClientRun} drives it from a seed and {@code ClientHistory} keeps its
 * requests and replies; {@code Judge} compares that with the rows of bets.csv, content and order,
 * never only counts.
 */
@org.jspecify.annotations.NullMarked
package loteria.e2e.fault.client;
