/**
 * What the tests of several modules share: other processes, a channel without a socket, and what is
 * logged. Depends on no module of the lottery, and is in no distribution.
 */
@org.jspecify.annotations.NullMarked
package loteria.testkit;
