package loteria.kafka;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import loteria.ledger.replication.ReplicatedLogs.MissingException;
import loteria.ledger.replication.ReplicatedLogs.UnsuitableException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The topic that a draw's log is: makes it, and checks that it keeps what it takes. */
final class LogTopic implements AutoCloseable {
  private static final short REPLICATION = 3;
  private static final int IN_SYNC_MIN = 2;
  private static final String FOREVER = "-1";

  /** A broker refuses a message whose own time is an hour after its clock. */
  private static final String APPEND_TIME = "LogAppendTime";

  private final Admin admin;
  private final String topic;
  private final boolean isForced;

  /**
   * @param isForced whether each broker must force a message before it counts
   */
  LogTopic(Map<String, Object> settings, String topic, boolean isForced) {
    this.admin = Admin.create(settings);
    this.topic = topic;
    this.isForced = isForced;
  }

  /**
   * Makes the topic where there is none, and checks it.
   *
   * @return what it means that a message has been appended
   */
  String prepare(boolean create) throws IOException {
    TopicDescription description = describe();
    if (description == null) {
      if (!create) {
        throw new MissingException(
            "topic "
                + topic
                + " does not exist, and this server may not make it (--follow, or"
                + " --kafka-create-topic false): begin the draw at another server first");
      }
      make();
      description = describe();
    }
    if (description == null) {
      throw new UnsuitableException("topic " + topic + " was made and is not there");
    }
    return check(description);
  }

  private @Nullable TopicDescription describe() throws IOException {
    try {
      return get(admin.describeTopics(Set.of(topic)).topicNameValues().get(topic));
    } catch (UnknownTopicOrPartitionException _) {
      return null;
    }
  }

  private void make() throws IOException {
    int brokers = get(admin.describeCluster().nodes()).size();
    if (brokers < REPLICATION) {
      throw new UnsuitableException(
          String.format(
              Locale.ROOT, "topic %s needs %d brokers, there are %d", topic, REPLICATION, brokers));
    }
    var made =
        new NewTopic(topic, 1, REPLICATION)
            .configs(
                Map.of(
                    TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                    Integer.toString(IN_SYNC_MIN),
                    TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG,
                    isForced ? "1" : Long.toString(Long.MAX_VALUE),
                    TopicConfig.RETENTION_MS_CONFIG,
                    FOREVER,
                    TopicConfig.RETENTION_BYTES_CONFIG,
                    FOREVER,
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_DELETE,
                    TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
                    "false",
                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                    Integer.toString(ClientSettings.MESSAGE_BYTES_MAX),
                    TopicConfig.COMPRESSION_TYPE_CONFIG,
                    "producer",
                    TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                    APPEND_TIME));
    try {
      get(admin.createTopics(List.of(made)).values().get(topic));
    } catch (TopicExistsException _) {
      // Another server was faster.
    }
    awaitDescription();
  }

  /** Brokers learn of a topic one after the other. */
  private void awaitDescription() throws IOException {
    for (int looks = 0; looks < 50 && describe() == null; looks++) {
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  private String check(TopicDescription description) throws IOException {
    int replication = description.partitions().getFirst().replicas().size();
    demand(
        "partitions", description.partitions().size(), "1", description.partitions().size() == 1);
    demand("replication factor", replication, "3 or more", replication >= REPLICATION);
    Config config = config();
    int inSync = (int) number(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
    demand(
        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
        inSync,
        "more than half of the " + replication + " replicas, and not all",
        inSync * 2 > replication && inSync < replication);
    demand(config, TopicConfig.RETENTION_MS_CONFIG, FOREVER);
    demand(config, TopicConfig.RETENTION_BYTES_CONFIG, FOREVER);
    demand(config, TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    demand(config, TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
    demand(config, TopicConfig.COMPRESSION_TYPE_CONFIG, "producer", "uncompressed", "none");
    demand(config, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, APPEND_TIME);
    long bytes = number(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
    demand(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        bytes,
        "at least " + ClientSettings.MESSAGE_BYTES_MAX,
        bytes >= ClientSettings.MESSAGE_BYTES_MAX);
    if (isForced) {
      demand(config, TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG, "1");
    }
    boolean forces = number(config, TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG) == 1;
    return String.format(
        Locale.ROOT,
        forces
            ? "on the disks of at least %d of %d brokers"
            : "in the memory of at least %d of %d brokers",
        inSync,
        replication);
  }

  private Config config() throws IOException {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return get(
        Objects.requireNonNull(admin.describeConfigs(Set.of(resource)).values().get(resource)));
  }

  private void demand(Config config, String setting, String... allowed) throws IOException {
    String value = value(config, setting);
    List<String> values = new ArrayList<>(List.of(allowed));
    demand(setting, value, values.getFirst(), values.contains(value));
  }

  private long number(Config config, String setting) throws IOException {
    try {
      return Long.parseLong(value(config, setting));
    } catch (NumberFormatException e) {
      throw new UnsuitableException("topic " + topic + ": " + setting + ": " + e.getMessage());
    }
  }

  private static String value(Config config, String setting) {
    ConfigEntry entry = config.get(setting);
    return entry == null ? "" : String.valueOf(entry.value());
  }

  private void demand(String setting, Object value, String allowed, boolean isSo)
      throws UnsuitableException {
    if (!isSo) {
      throw new UnsuitableException(
          String.format(
              Locale.ROOT, "topic %s: %s is %s and must be %s", topic, setting, value, allowed));
    }
  }

  private static <T> T get(@Nullable KafkaFuture<T> future) throws IOException {
    try {
      return Objects.requireNonNull(future).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException cause) {
        throw cause;
      }
      throw new IOException("Kafka's client failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
