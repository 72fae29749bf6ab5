/** Agencies that do nothing but send, and note when they are answered. */
@org.jspecify.annotations.NullMarked
package loteria.bench.load;
