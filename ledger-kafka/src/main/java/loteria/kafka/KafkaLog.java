package loteria.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.Bytes;
import loteria.ledger.replication.ClockDifference;
import loteria.ledger.replication.LostMessagesException;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.replication.UnavailableException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
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

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final ClockDifference clock = new ClockDifference();
  private long position = -1;
  private volatile boolean isClosed;

  /** When a failure was logged last. */
  private volatile long saidNanos = System.nanoTime() - SAY_AGAIN.toNanos();

  KafkaLog(ClientSettings settings, String topic, Duration timeout) {
    this.settings = settings;
    this.partition = new TopicPartition(topic, 0);
    this.timeout = timeout;
    this.consumer = new KafkaConsumer<>(settings.consumer(timeout));
    consumer.assign(List.of(partition));
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
      if (position != offset) {
        consumer.seek(partition, offset);
        position = offset;
      }
      ConsumerRecords<byte[], byte[]> records = consumer.poll(patience);
      List<Message> messages = new ArrayList<>(records.count());
      for (ConsumerRecord<byte[], byte[]> record : records) {
        messages.add(new Message(record.offset(), Bytes.of(record.value())));
        position = record.offset() + 1;
      }
      return messages;
    } catch (OffsetOutOfRangeException e) {
      position = -1;
      throw lost(offset);
    } catch (KafkaException e) {
      position = -1;
      throw unavailable("read", e);
    }
  }

  /** The leader may have changed just now, and know less than the one before did: it is asked. */
  private IOException lost(long offset) throws IOException {
    Map<TopicPartition, Long> beginnings = ask(consumer::beginningOffsets);
    long begin = beginnings.getOrDefault(partition, 0L);
    long end = end();
    if (begin <= offset && offset <= end) {
      return new UnavailableException("offset " + offset + " cannot be read now, try again later");
    }
    return new LostMessagesException(
        String.format(
            Locale.ROOT,
            "topic %s has the offsets %d to %d and was read up to offset %d: it has lost messages",
            partition.topic(),
            begin,
            end,
            offset));
  }

  @Override
  public long end() throws IOException {
    return ask(consumer::endOffsets).getOrDefault(partition, 0L);
  }

  private interface Offsets {
    Map<TopicPartition, Long> of(List<TopicPartition> partitions, Duration patience);
  }

  private Map<TopicPartition, Long> ask(Offsets offsets) throws IOException {
    try {
      return offsets.of(List.of(partition), timeout);
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
    consumer.wakeup();
  }

  @Override
  public void close() {
    discardProducer();
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }
}
