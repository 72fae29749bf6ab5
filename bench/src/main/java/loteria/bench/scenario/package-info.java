/** The measurements, each a table. */
@org.jspecify.annotations.NullMarked
package loteria.bench.scenario;
