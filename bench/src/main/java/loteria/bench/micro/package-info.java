/** The pure code that every bet goes through, each by itself: nanoseconds, not servers. */
@org.jspecify.annotations.NullMarked
package loteria.bench.micro;
