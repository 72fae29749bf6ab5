/**
 * The minimum work for a bet, without a server: the upper bound of any server's speed on this
 * machine.
 */
@org.jspecify.annotations.NullMarked
package loteria.bench.limit;
