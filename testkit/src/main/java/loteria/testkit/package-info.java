/**
 * What the tests of several modules share: other processes, a channel without a socket, what is
 * logged, and certificates. Depends on no module of the lottery, and is in no distribution.
 */
@org.jspecify.annotations.NullMarked
package loteria.testkit;
