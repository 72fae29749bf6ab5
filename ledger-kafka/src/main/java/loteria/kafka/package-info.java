/** A replicated log as a topic of Apache Kafka with one partition. */
package loteria.kafka;
