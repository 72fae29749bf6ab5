package loteria.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import loteria.ipc.logging.ActionLog;
import loteria.ledger.replication.ClockDifference;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.replication.UnavailableException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * A replicated log: the one partition of a topic. An append waits until the broker that leads it
 * and as many others as the topic demands have the message; a reader is shown nothing else.
 */
final class KafkaLog implements ReplicatedLog {
  private static final ActionLog LOG = new ActionLog(KafkaLog.class);

  private static final Duration SAY_AGAIN = Duration.ofSeconds(5);

  private final ClientSettings settings;
  private final TopicPartition partition;
  private final Duration timeout;

  /** The appending thread's: null where none is open. */
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  private final TopicReader reader;
  private final ClockDifference clock = new ClockDifference();
  private volatile boolean isClosed;

  /** When a failure was logged last. */
  private volatile long saidNanos = System.nanoTime() - SAY_AGAIN.toNanos();

  KafkaLog(ClientSettings settings, String topic, Duration timeout) {
    this.settings = settings;
    this.partition = new TopicPartition(topic, 0);
    this.timeout = timeout;
    this.reader = new TopicReader(settings, partition, timeout);
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public long append(byte[] content) throws IOException {
    try {
      if (producer == null) {
        producer = new KafkaProducer<>(settings.producer(timeout));
      }
      var record = new ProducerRecord<byte[], byte[]>(partition.topic(), 0, null, content);
      long sentMs = System.currentTimeMillis();
      RecordMetadata appended = await(producer.send(record));
      if (!appended.hasOffset()) {
        // A retry of one that had been appended, and that the broker remembers no more.
        throw new KafkaException("it is not known where the message was appended");
      }
      if (appended.hasTimestamp()) {
        clock.appended(sentMs, appended.timestamp(), System.currentTimeMillis());
      }
      reader.expectMessage();
      return appended.offset();
    } catch (RecordTooLargeException e) {
      throw new IOException("the log takes no message of " + content.length + " bytes: " + e, e);
    } catch (KafkaException e) {
      // What became of it will be seen in the log. A producer that failed may never work again.
      discardProducer();
      throw unavailable("append", e);
    }
  }

  /** The brokers stamp a message when they append it: see {@link LogTopic}. */
  @Override
  public @Nullable Long takeClockAheadMs() {
    return clock.takeAheadMs();
  }

  private RecordMetadata await(Future<RecordMetadata> sent) throws IOException {
    try {
      return sent.get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException cause) {
        throw cause;
      }
      throw new IOException("the producer failed: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new KafkaException("the producer does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void discardProducer() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }

  @Override
  public List<Message> read(long offset, Duration patience) throws IOException {
    try {
      return reader.read(offset, patience);
    } catch (KafkaException e) {
      reader.forgetPosition();
      throw unavailable("read", e);
    }
  }

  @Override
  public void reconnect() throws IOException {
    try {
      reader.reconnect();
    } catch (KafkaException e) {
      throw unavailable("reconnect", e);
    }
  }

  @Override
  public long end() throws IOException {
    try {
      return reader.end();
    } catch (KafkaException e) {
      throw unavailable("offsets", e);
    }
  }

  /** Agencies are shown that, the operator is shown why, but not for each try. */
  private UnavailableException unavailable(String action, KafkaException failure) {
    long now = System.nanoTime();
    if (!isClosed && now - saidNanos >= SAY_AGAIN.toNanos()) {
      saidNanos = now;
      LOG.warn("replicated_log", "log", partition.topic(), "asked", action, "error", failure);
    }
    return new UnavailableException("the replicated log cannot be reached, try again later");
  }

  @Override
  public void wake() {
    isClosed = true;
    reader.wake();
  }

  @Override
  public void close() {
    discardProducer();
    reader.close();
  }
}
