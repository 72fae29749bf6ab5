/**
 * Real Apache Kafka brokers for tests, benchmarks and the demonstration: each is a child JVM on
 * loopback that can be killed, paused and started again. Depends on no module of the lottery, and
 * is in no distribution.
 *
 * <p>A broker's own class path is the folder {@code lib} beside these classes, which the build
 * fills; a test's class path has Kafka's client only.
 */
@org.jspecify.annotations.NullMarked
package loteria.brokers;
