/**
 * What a user would pick instead, and ours behind the same interface: each keeps the same bets, and
 * answers for none that is not on disk.
 */
@org.jspecify.annotations.NullMarked
package loteria.bench.instead;
