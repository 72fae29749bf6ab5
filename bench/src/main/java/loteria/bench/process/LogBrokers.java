package loteria.bench.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import loteria.bench.Setup;
import loteria.brokers.Broker;
import loteria.brokers.BrokerCluster;
import loteria.brokers.ClusterSettings;
import loteria.ipc.logging.Logging;
import loteria.kafka.KafkaProvider;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.replication.ReplicatedLogs;

/** Three brokers, and servers whose log is a topic of theirs. */
public final class LogBrokers implements AutoCloseable {
  private static final int BROKERS = 3;

  /** The server's default. */
  private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(10);

  static {
    // Its clients log whenever one is made.
    Logging.quieten("org.apache.kafka");
  }

  private final Setup setup;
  private final BrokerCluster cluster;
  private final KafkaProvider provider = new KafkaProvider();

  private LogBrokers(Setup setup, BrokerCluster cluster) {
    this.setup = setup;
    this.cluster = cluster;
  }

  /**
   * Starts them, and waits until they are ready.
   *
   * @param folder for their files
   */
  public static LogBrokers start(Setup setup, Path folder) {
    ClusterSettings settings =
        ClusterSettings.of(BROKERS).withFullJit().withJavaOptions("-Xms256m", "-Xmx512m");
    return new LogBrokers(setup, BrokerCluster.start(folder, settings));
  }

  /** Some of their addresses, for clients. */
  public String addresses() {
    return cluster.bootstrap();
  }

  /** Starts a server of a draw, which makes its topic where there is none. */
  public ServerProcess serve(String draw, Path folder, String... more)
      throws IOException, InterruptedException {
    List<String> flags = new ArrayList<>(List.of("--ledger", "kafka", "--draw", draw));
    flags.addAll(List.of("--kafka", addresses()));
    flags.addAll(List.of("--commit-timeout", COMMIT_TIMEOUT.toMillis() + "ms"));
    flags.addAll(List.of(more));
    return ServerProcess.start(setup, folder, Setup.AGENCIES, flags.toArray(String[]::new));
  }

  /** The topic of a draw. */
  public static String topic(String draw) {
    return "loteria-" + draw;
  }

  /** Makes a topic such as servers make. */
  public void makeTopic(String topic) throws IOException {
    provider.prepare(address(topic), true, true);
  }

  /** Opens a topic, to read it as servers do. */
  public ReplicatedLog open(String topic) throws IOException {
    return provider.open(address(topic));
  }

  private ReplicatedLogs.Address address(String topic) {
    return new ReplicatedLogs.Address(addresses(), null, topic, COMMIT_TIMEOUT);
  }

  /** Kills the broker that leads a topic; returns it. */
  public Broker killLeader(String topic) {
    Broker leader = cluster.leader(topic);
    leader.kill();
    return leader;
  }

  /** Starts a broker that was killed, and waits until all have all of a topic. */
  public void restart(Broker broker, String topic) {
    broker.start();
    cluster.awaitReady();
    cluster.awaitInSync(topic, BROKERS);
  }

  @Override
  public void close() {
    cluster.delete();
  }
}
