/** Processes that send to a server from its first moment on, and are warm themselves. */
@org.jspecify.annotations.NullMarked
package loteria.bench.cold;
