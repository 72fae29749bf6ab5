package loteria.brokers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The content of a broker's {@code server.properties}. */
final class BrokerProperties {
  /** A leader that has ended is replaced within some four seconds; by default it takes eleven. */
  private static final Map<String, String> FAILOVER =
      Map.of(
          "broker.session.timeout.ms", "2000",
          "broker.heartbeat.interval.ms", "300",
          "controller.quorum.fetch.timeout.ms", "1500",
          "replica.lag.time.max.ms", "2000");

  /** Kafka's own topics get few partitions, and its cleaner 2 MiB of the heap instead of 128. */
  private static final Map<String, String> SMALL =
      Map.of(
          "auto.create.topics.enable", "false",
          "group.initial.rebalance.delay.ms", "0",
          "offsets.topic.num.partitions", "1",
          "transaction.state.log.num.partitions", "1",
          "share.coordinator.state.topic.num.partitions", "1",
          "log.cleaner.dedupe.buffer.size", "2097152");

  private static final int REPLICAS_MAX = 3;

  private BrokerProperties() {}

  /**
   * The settings of one broker.
   *
   * @param all the places of all brokers, this one among them
   * @param more replace those of this class
   */
  static Map<String, String> of(
      BrokerPlace own, List<BrokerPlace> all, Path logFolder, Map<String, String> more) {
    Map<String, String> settings = new TreeMap<>(FAILOVER);
    settings.putAll(SMALL);
    settings.putAll(replicas(Math.min(all.size(), REPLICAS_MAX)));
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(own.id()));
    settings.put("log.dirs", logFolder.toString());
    settings.put(
        "controller.quorum.voters",
        all.stream()
            .map(place -> place.id() + "@" + place.controllerAddress())
            .collect(Collectors.joining(",")));
    settings.put(
        "listeners", "BROKER://" + own.address() + ",CONTROLLER://" + own.controllerAddress());
    settings.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("inter.broker.listener.name", "BROKER");
    settings.put("controller.listener.names", "CONTROLLER");
    settings.putAll(more);
    return settings;
  }

  private static Map<String, String> replicas(int count) {
    String all = Integer.toString(count);
    String butOne = Integer.toString(Math.max(1, count - 1));
    return Map.of(
        "default.replication.factor", all,
        "offsets.topic.replication.factor", all,
        "transaction.state.log.replication.factor", all,
        "transaction.state.log.min.isr", butOne,
        "share.coordinator.state.topic.replication.factor", all,
        "share.coordinator.state.topic.min.isr", butOne);
  }
}
