/**
 * The alternatives to this server, and this server behind the same interface: each stores the same
 * bets durably before it confirms them.
 */
@org.jspecify.annotations.NullMarked
package loteria.bench.instead;
