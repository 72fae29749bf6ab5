package loteria.brokers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Brokers serve, fail and come back as the handles on them say. */
@Timeout(120)
class BrokerClusterTest {
  private static final String TOPIC = "draw";

  @TempDir Path folder;

  @Test
  void anotherBrokerLeadsOnceTheLeaderIsKilledAndTheKilledOneCatchesUp() throws Exception {
    long start = System.nanoTime();
    List<Long> pids;
    try (var cluster = BrokerCluster.start(folder, 3)) {
      print("three brokers ready", start);
      assertTrue(cluster.controller().isAlive());
      createTopic(cluster);
      cluster.awaitInSync(TOPIC, 3);
      try (Producer<String, String> producer = producer(cluster)) {
        assertEquals(0, append(producer, "first"));
        Broker killed = cluster.leader(TOPIC);
        start = System.nanoTime();
        killed.kill();
        assertFalse(killed.isAlive());
        assertEquals(1, append(producer, "second"));
        print("leader killed, next append acknowledged", start);
        assertNotEquals(killed, cluster.awaitOtherLeader(TOPIC, killed));
        start = System.nanoTime();
        killed.start();
        cluster.awaitReady();
        cluster.awaitInSync(TOPIC, 3);
        print("killed broker started and in sync", start);
        assertEquals(2, append(producer, "third"));
      }
      assertTrue(Files.isDirectory(cluster.broker(1).logFolder().resolve(TOPIC + "-0")));
      pids = cluster.brokers().stream().map(Broker::pid).toList();
    }
    assertEquals(List.of(), pids.stream().flatMap(pid -> ProcessHandle.of(pid).stream()).toList());
  }

  @Test
  void aPausedLeaderIsReplacedAndResumes() throws Exception {
    try (var cluster = BrokerCluster.start(folder, 3)) {
      createTopic(cluster);
      cluster.awaitInSync(TOPIC, 3);
      Broker paused = cluster.leader(TOPIC);
      long start = System.nanoTime();
      paused.pause();
      assertTrue(paused.isAlive());
      assertThrows(IllegalStateException.class, paused::stop);
      Broker next = cluster.awaitOtherLeader(TOPIC, paused);
      print("leader paused, another leads", start);
      cluster.awaitReady();
      paused.resume();
      cluster.awaitInSync(TOPIC, 3);
      start = System.nanoTime();
      next.stop();
      print("leader stopped", start);
      assertNotEquals(next, cluster.awaitOtherLeader(TOPIC, next));
    }
  }

  @Test
  void aTakenPortIsReplaced() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      BrokerPlace free = FreePlaces.of(1).getFirst();
      var places = new ArrayDeque<BrokerPlace>();
      places.add(new BrokerPlace(1, taken.getLocalPort(), free.controllerPort()));
      places.add(free);
      try (var cluster =
          BrokerCluster.start(
              folder, ClusterSettings.of(1), count -> List.of(places.removeFirst()))) {
        assertEquals(free.address(), cluster.bootstrap());
      }
    }
  }

  @Test
  void aBrokerThatDoesNotStartShowsItsOutput() {
    ClusterSettings wrong = ClusterSettings.of(1).with("log.retention.ms", "soon");
    var failure =
        assertThrows(IllegalStateException.class, () -> BrokerCluster.start(folder, wrong));
    assertTrue(
        String.valueOf(failure.getMessage()).contains("log.retention.ms"), failure.toString());
  }

  private static void createTopic(BrokerCluster cluster)
      throws ExecutionException, InterruptedException {
    Map<String, Object> client = Map.of("bootstrap.servers", cluster.bootstrap());
    try (Admin admin = Admin.create(client)) {
      var topic = new NewTopic(TOPIC, 1, (short) 3);
      topic.configs(Map.of("min.insync.replicas", "2", "flush.messages", "1"));
      admin.createTopics(Set.of(topic)).all().get();
    }
  }

  private static Producer<String, String> producer(BrokerCluster cluster) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers", cluster.bootstrap(),
            "acks", "all",
            "max.in.flight.requests.per.connection", 1,
            "request.timeout.ms", 2_000,
            "delivery.timeout.ms", 60_000),
        new StringSerializer(),
        new StringSerializer());
  }

  /** Returns the record's offset. */
  private static long append(Producer<String, String> producer, String value)
      throws ExecutionException, InterruptedException {
    return producer.send(new ProducerRecord<>(TOPIC, value)).get().offset();
  }

  private static void print(String what, long start) {
    System.out.println(
        what + ": " + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
  }
}
