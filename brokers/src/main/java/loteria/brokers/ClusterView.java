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
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(2);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(4);

  private final Admin admin;

  private ClusterView(Admin admin) {
    this.admin = admin;
  }

  /**
   * The view of one or more brokers.
   *
   * @param bootstrap their addresses; one of them must answer first
   */
  static ClusterView of(String bootstrap) {
    return new ClusterView(
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) REQUEST_LIMIT.toMillis(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) CALL_LIMIT.toMillis(),
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
