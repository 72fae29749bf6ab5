package loteria.brokers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The faults of brokers do what they are called, and end. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerFaultsTest {
  private static final int SHORT = 2_000;
  private static final int LONG = 20_000;
  private static final List<Duration> SKEWS =
      List.of(Duration.ofHours(-1), Duration.ofHours(1), Duration.ofHours(2));

  @TempDir static Path folder;

  private BrokerCluster cluster;

  @BeforeAll
  void start() {
    cluster =
        BrokerCluster.start(
            folder.resolve("brokers"),
            ClusterSettings.of(3).withFaults(1).withClockSkews(SKEWS.toArray(Duration[]::new)));
  }

  @AfterAll
  void kill() {
    cluster.close();
  }

  @AfterEach
  void heal() {
    cluster.network().heal();
    cluster.awaitReady();
  }

  @Test
  void aCutOfOneWayStopsWhatGoesThatWayOnly() throws Exception {
    createTopic("way", true);
    try (var one = producer(1, SHORT)) {
      assertEquals(0, append(one, "way").offset());
      Broker leader = cluster.leader("way");
      cluster.network().cut(BrokerNetwork.broker(leader.id()), BrokerNetwork.clients(1));
      assertThrows(ExecutionException.class, () -> append(one, "way"));
      cluster.network().heal();
    }
    assertTrue(end("way") > 1, "the append itself arrived");
  }

  @Test
  void aBrokerWhoseDiskIsFullEndsAndContinuesWithRoom() throws Exception {
    createTopic("full", true);
    try (var one = producer(1, LONG)) {
      assertEquals(0, append(one, "full").offset());
      Broker leader = cluster.leader("full");
      leader.faults().fillDisk();
      leader.awaitEnd();
      assertEquals(1, append(one, "full").offset());
      leader.faults().makeRoom();
      leader.start();
      cluster.awaitReady();
      cluster.awaitInSync("full", 3);
    }
  }

  @Test
  void aSlowDiskIsWaitedFor() throws Exception {
    createTopic("slow", true);
    try (var one = producer(1, LONG)) {
      append(one, "slow");
      Broker leader = cluster.leader("slow");
      leader.faults().slowDisk(Duration.ofMillis(300));
      // The fault is there once a force has taken as long.
      Await.until(
          "a slow append",
          Duration.ofSeconds(10),
          () -> {
            long begun = System.nanoTime();
            append(one, "slow");
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            return millis < 300 ? Optional.empty() : java.util.Optional.of(millis);
          });
      leader.faults().unslowDisk();
    }
  }

  @Test
  void aSkewedClockStampsWhatItsBrokerLeads() throws Exception {
    createTopic("clock", true);
    try (var one = producer(1, LONG)) {
      Broker leader = cluster.leader("clock");
      long ahead = append(one, "clock").timestamp() - System.currentTimeMillis();
      assertEquals(SKEWS.get(leader.id() - 1).toHours(), Math.round(ahead / 3_600_000.0));
    }
  }

  @Test
  void aLossOfPowerTakesWhatWasNotForced() throws Exception {
    createTopic("forced", true);
    createTopic("unforced", false);
    try (var one = producer(1, LONG)) {
      for (int i = 0; i < 5; i++) {
        append(one, "forced");
        append(one, "unforced");
      }
    }
    assertEquals(5, end("forced"));
    assertEquals(5, end("unforced"));
    cluster.losePower(cluster.brokers());
    cluster.brokers().forEach(Broker::start);
    cluster.awaitReady();
    cluster.awaitInSync("forced", 3);
    assertEquals(5, end("forced"));
    assertEquals(0, end("unforced"));
  }

  private void createTopic(String name, boolean isForced)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrap()))) {
      var topic = new NewTopic(name, 1, (short) 3);
      Map<String, String> settings =
          Map.of("min.insync.replicas", "2", "message.timestamp.type", "LogAppendTime");
      topic.configs(isForced ? with(settings, "flush.messages", "1") : settings);
      admin.createTopics(List.of(topic)).all().get();
    }
    cluster.awaitInSync(name, 3);
  }

  private static Map<String, String> with(Map<String, String> some, String key, String value) {
    Map<String, String> all = new HashMap<>(some);
    all.put(key, value);
    return all;
  }

  private Producer<String, String> producer(int group, int limitMs) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            cluster.network().bootstrap(group),
            "acks",
            "all",
            "max.in.flight.requests.per.connection",
            1,
            "request.timeout.ms",
            1_000,
            "reconnect.backoff.max.ms",
            200,
            "max.block.ms",
            limitMs,
            "delivery.timeout.ms",
            limitMs),
        new StringSerializer(),
        new StringSerializer());
  }

  private static RecordMetadata append(Producer<String, String> producer, String topic)
      throws ExecutionException, InterruptedException {
    return producer.send(new ProducerRecord<>(topic, "a bet")).get();
  }

  private long end(String topic) throws ExecutionException, InterruptedException {
    var partition = new TopicPartition(topic, 0);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrap()))) {
      return admin
          .listOffsets(Map.of(partition, OffsetSpec.latest()))
          .partitionResult(partition)
          .get()
          .offset();
    }
  }
}
