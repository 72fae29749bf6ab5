/** A server in simulated time: what measured costs come to on a machine with other processors. */
@org.jspecify.annotations.NullMarked
package loteria.bench.simulation;
