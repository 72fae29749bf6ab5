/** Agencies that only send, and record when they are answered. */
@org.jspecify.annotations.NullMarked
package loteria.bench.load;
