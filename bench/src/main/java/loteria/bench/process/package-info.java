/** Processes that are measured, and what they use. */
@org.jspecify.annotations.NullMarked
package loteria.bench.process;
