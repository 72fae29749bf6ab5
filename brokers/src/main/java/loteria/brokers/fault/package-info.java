/**
 * Faults inside a JVM that a test has started: its disk, its clock and the address that it connects
 * from. {@link loteria.brokers.fault.FaultFolder} is the test's side; the other classes run in that
 * JVM, as an agent that edits a few methods of Kafka's and of the JDK's classes.
 */
@org.jspecify.annotations.NullMarked
package loteria.brokers.fault;
