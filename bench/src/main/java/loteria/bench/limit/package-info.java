/**
 * The least that must be done for a bet, done by nothing else: what no server could be ahead of.
 */
@org.jspecify.annotations.NullMarked
package loteria.bench.limit;
