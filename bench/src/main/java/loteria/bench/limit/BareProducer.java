package loteria.bench.limit;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import loteria.bench.load.LoadOutcome;
import loteria.kafka.ClientSettings;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** A bare loop that appends to a topic of Kafka with the settings of a server. */
public final class BareProducer implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /**
   * Records that wait share a request, and so a force, up to this size; by default 16 KiB. A server
   * needs none of it, because it appends one record at a time.
   */
  private static final int BATCH_BYTES = 4 << 20;

  private final KafkaProducer<byte[], byte[]> producer;
  private final String servers;
  private final String topic;

  /**
   * What is sent.
   *
   * @param senders as if this many sent, each with its window, for the correction of latencies
   * @param window how many records of each are not acknowledged yet
   * @param recordBytes the size of one
   * @param betsPerRecord that a record of this size has
   */
  public record Records(int senders, int window, int recordBytes, double betsPerRecord) {}

  private BareProducer(KafkaProducer<byte[], byte[]> producer, String servers, String topic) {
    this.producer = producer;
    this.servers = servers;
    this.topic = topic;
  }

  /**
   * Opens one.
   *
   * @param servers the brokers
   * @param topic there already; deleted at the end
   */
  public static BareProducer open(String servers, String topic) throws IOException {
    Map<String, Object> settings =
        new HashMap<>(ClientSettings.of(servers, null).producer(TIMEOUT));
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    return new BareProducer(new KafkaProducer<>(settings), servers, topic);
  }

  /** Sends for some time, and waits until all is acknowledged. */
  public LoadOutcome send(Records records, Duration time) throws IOException, InterruptedException {
    int permits = records.senders() * records.window();
    var window = new Semaphore(permits);
    var failure = new AtomicReference<Exception>();
    // Of the producer's thread, until all is acknowledged.
    var latencies = new Histogram(3);
    byte[] content = new byte[records.recordBytes()];
    long begun = System.nanoTime();
    long sent = 0;
    while (System.nanoTime() - begun < time.toNanos() && failure.get() == null) {
      window.acquire();
      long before = System.nanoTime();
      var record = new ProducerRecord<byte[], byte[]>(topic, 0, null, content);
      Future<RecordMetadata> _ =
          producer.send(
              record,
              (_, e) -> {
                latencies.recordValue(System.nanoTime() - before);
                failure.compareAndSet(null, e);
                window.release();
              });
      sent++;
    }
    window.acquire(permits);
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (failure.get() != null) {
      throw new IOException("the bare producer failed", failure.get());
    }
    long intervalNanos = Math.max(1, (long) (seconds * 1e9 * records.senders() / sent));
    return new LoadOutcome(
        sent,
        Math.round(sent * records.betsPerRecord()),
        sent * records.recordBytes(),
        seconds,
        latencies.copyCorrectedForCoordinatedOmission(intervalNanos));
  }

  /** Deletes the topic, too. */
  @Override
  public void close() throws IOException {
    producer.close(Duration.ZERO);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin.deleteTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      throw new IOException("topic " + topic + " could not be deleted", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
