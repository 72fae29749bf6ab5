package loteria.brokers;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * What brokers say of themselves, by their numbers, through Kafka's Admin client. Any thread may
 * use it. A call returns or fails within a few seconds, whatever the brokers do.
 */
final class ClusterView implements AutoCloseable {
  private static final int REQUEST_LIMIT_MS = 2_000;

  private final Admin admin;

  private ClusterView(Admin admin) {
    this.admin = admin;
  }

  /** The view of a whole cluster: each broker is asked in turn until one answers. */
  static ClusterView of(String bootstrap) {
    return of(bootstrap, 2 * REQUEST_LIMIT_MS);
  }

  /** The view of one broker, which may not have started: a call fails within a second. */
  static ClusterView of(Broker broker) {
    return of(broker.address(), REQUEST_LIMIT_MS / 2);
  }

  private static ClusterView of(String bootstrap, int callLimitMs) {
    return new ClusterView(
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Math.min(callLimitMs, REQUEST_LIMIT_MS),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                callLimitMs,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                100L,
                AdminClientConfig.RETRY_BACKOFF_MAX_MS_CONFIG,
                100L)));
  }

  /** The brokers that take part: registered, and not fenced by the controller. */
  Set<Integer> brokers() throws ExecutionException, InterruptedException {
    return admin.describeCluster().nodes().get().stream().map(Node::id).collect(Collectors.toSet());
  }

  /** The controller that leads the others. */
  Optional<Integer> controller() throws ExecutionException, InterruptedException {
    int leader = admin.describeMetadataQuorum().quorumInfo().get().leaderId();
    return leader < 0 ? Optional.empty() : Optional.of(leader);
  }

  /** The leader of a topic's first partition. */
  Optional<Integer> leader(String topic) throws ExecutionException, InterruptedException {
    Node leader = partition(topic).leader();
    return leader == null || leader.isEmpty() ? Optional.empty() : Optional.of(leader.id());
  }

  /** The in-sync replicas of a topic's first partition. */
  Set<Integer> inSync(String topic) throws ExecutionException, InterruptedException {
    return partition(topic).isr().stream().map(Node::id).collect(Collectors.toSet());
  }

  private TopicPartitionInfo partition(String topic)
      throws ExecutionException, InterruptedException {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .values()
        .iterator()
        .next()
        .partitions()
        .getFirst();
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
