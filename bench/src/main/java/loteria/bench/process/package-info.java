/** The measured processes, and what they use. */
@org.jspecify.annotations.NullMarked
package loteria.bench.process;
