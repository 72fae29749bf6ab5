/** The pure code on a bet's path, each part by itself: nanoseconds, not servers. */
@org.jspecify.annotations.NullMarked
package loteria.bench.micro;
