package loteria.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import loteria.ipc.logging.Logging;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The settings of Kafka's clients: what the ledger relies upon, and what the operator's file says
 * of how the brokers are reached, as {@code security.protocol}, {@code ssl.*} and {@code sasl.*}.
 *
 * <p>Public for the benchmarks, which measure a bare producer with the same settings.
 */
public final class ClientSettings {
  /** A turn's batches have 4 MiB and one batch more. */
  static final int MESSAGE_BYTES_MAX = 8 << 20;

  private static final int BUFFER_BYTES = 3 * MESSAGE_BYTES_MAX;
  private static final int FETCH_BYTES = 4 << 20;
  private static final int RECONNECT_MS_MAX = 300;

  /** What else is asked of the leader waits as long where nothing comes. */
  private static final int FETCH_WAIT_MS = 100;

  static {
    // It lists all of its settings whenever a client is made.
    Logging.quieten("org.apache.kafka");
  }

  private final Map<String, Object> common;

  private ClientSettings(Map<String, Object> common) {
    this.common = common;
  }

  /**
   * Reads the operator's file.
   *
   * @param servers {@code HOST:PORT,…}
   * @param file properties; null for none
   */
  public static ClientSettings of(String servers, @Nullable Path file) throws IOException {
    Map<String, Object> common = new HashMap<>();
    if (file != null) {
      var properties = new Properties();
      try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        properties.load(in);
      } catch (IllegalArgumentException e) {
        throw new IOException(file + ": " + e.getMessage(), e);
      }
      properties.stringPropertyNames().forEach(key -> common.put(key, properties.getProperty(key)));
    }
    common.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
    common.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MS_MAX);
    common.put(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, RECONNECT_MS_MAX);
    common.put("enable.metrics.push", false);
    return new ClientSettings(common);
  }

  /** Those of a client that makes and describes topics. */
  Map<String, Object> admin(Duration timeout) {
    Map<String, Object> settings = new HashMap<>(common);
    settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, millis(timeout));
    settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(timeout));
    return settings;
  }

  /**
   * Those of a client that appends. One request at a time, so that what waits meanwhile shares the
   * next one's force.
   */
  public Map<String, Object> producer(Duration timeout) {
    Map<String, Object> settings = new HashMap<>(common);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MESSAGE_BYTES_MAX);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(timeout));
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(timeout));
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(timeout));
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return settings;
  }

  /** Those of a client that reads all, in order, from a given offset. */
  Map<String, Object> consumer(Duration timeout) {
    Map<String, Object> settings = new HashMap<>(common);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.CHECK_CRCS_CONFIG, true);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.MAX_VALUE);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(timeout));
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(timeout));
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return settings;
  }

  private static int millis(Duration time) {
    return Math.toIntExact(time.toMillis());
  }
}
