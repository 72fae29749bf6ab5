/** The engine of a ledger that several servers share: its log on Apache Kafka. */
@org.jspecify.annotations.NullMarked
module loteria.ledger.kafka {
  requires kafka.clients;
  requires loteria.ledger;

  provides loteria.ledger.replication.ReplicatedLogs.Provider with
      loteria.kafka.KafkaProvider;
}
