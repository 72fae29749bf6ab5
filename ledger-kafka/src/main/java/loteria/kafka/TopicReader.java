package loteria.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import loteria.ipc.message.Bytes;
import loteria.ledger.replication.LostMessagesException;
import loteria.ledger.replication.ReplicatedLog.Message;
import loteria.ledger.replication.UnavailableException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the one partition of a topic. A broker that led it, and was cut off from the other brokers,
 * answers as if nothing came, and Kafka's client stays with it. So where nothing comes for some
 * time, the client is replaced by a new one, which asks any of the brokers who leads.
 *
 * <p>Used by one thread, but for {@link #wake} and {@link #expectMessage}. Its methods throw
 * Kafka's exceptions, too.
 */
final class TopicReader implements AutoCloseable {
  /** Nothing may be read for this part of the time that an append may take. */
  private static final int QUIET_PART = 4;

  private static final long QUIET_NANOS_MAX = TimeUnit.MINUTES.toNanos(1);

  private final ClientSettings settings;
  private final TopicPartition partition;
  private final Duration timeout;
  private volatile KafkaConsumer<byte[], byte[]> consumer;
  private volatile boolean isClosed;

  /** For how long nothing may be read. */
  private final AtomicLong quietNanosMax = new AtomicLong();

  private long quietNanos;
  private long position = -1;

  TopicReader(ClientSettings settings, TopicPartition partition, Duration timeout) {
    this.settings = settings;
    this.partition = partition;
    this.timeout = timeout;
    this.consumer = newConsumer();
    expectMessage();
  }

  private KafkaConsumer<byte[], byte[]> newConsumer() {
    var made = new KafkaConsumer<byte[], byte[]>(settings.consumer(timeout));
    made.assign(List.of(partition));
    return made;
  }

  /** There is a message to be read, or may be. Any thread may say so. */
  void expectMessage() {
    quietNanosMax.set(timeout.toNanos() / QUIET_PART);
  }

  /** Asks the brokers which of them leads, as if nothing were known of it. */
  void reconnect() {
    KafkaConsumer<byte[], byte[]> former = consumer;
    consumer = newConsumer();
    position = -1;
    quietNanos = 0;
    if (isClosed) {
      consumer.wakeup();
    }
    former.close(CloseOptions.timeout(Duration.ZERO));
  }

  /** As {@link loteria.ledger.replication.ReplicatedLog#read}. */
  List<Message> read(long offset, Duration patience)
      throws UnavailableException, LostMessagesException {
    if (position != offset) {
      consumer.seek(partition, offset);
      position = offset;
    }
    long begin = System.nanoTime();
    try {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(patience);
      if (records.isEmpty()) {
        noteQuiet(System.nanoTime() - begin);
      } else {
        quietNanos = 0;
        expectMessage();
      }
      List<Message> messages = new ArrayList<>(records.count());
      for (ConsumerRecord<byte[], byte[]> record : records) {
        messages.add(new Message(record.offset(), Bytes.of(record.value())));
        position = record.offset() + 1;
      }
      return messages;
    } catch (OffsetOutOfRangeException _) {
      throwUnreadable(offset);
      return List.of();
    }
  }

  private void noteQuiet(long nanos) {
    long max = quietNanosMax.get();
    quietNanos += nanos;
    if (quietNanos > max && !isClosed) {
      // It may be that there is nothing, unless a message has come to be expected just now.
      quietNanosMax.compareAndSet(max, Math.min(2 * max, QUIET_NANOS_MAX));
      reconnect();
    }
  }

  /** Whether it is behind the log's end is not known: a broker that leads no longer knows less. */
  private void throwUnreadable(long offset) throws UnavailableException, LostMessagesException {
    position = -1;
    long begin = consumer.beginningOffsets(List.of(partition), timeout).getOrDefault(partition, 0L);
    if (begin <= offset) {
      throw new UnavailableException("offset " + offset + " cannot be read now, try again later");
    }
    throw new LostMessagesException(
        String.format(
            Locale.ROOT,
            "topic %s begins at offset %d and was read up to offset %d: it has lost messages",
            partition.topic(),
            begin,
            offset));
  }

  /** The next read begins at its offset. */
  void forgetPosition() {
    position = -1;
  }

  /** As {@link loteria.ledger.replication.ReplicatedLog#end}. */
  long end() {
    return consumer.endOffsets(List.of(partition), timeout).getOrDefault(partition, 0L);
  }

  /** As {@link loteria.ledger.replication.ReplicatedLog#wake}. */
  void wake() {
    isClosed = true;
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }
}
