package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import loteria.supervisor.status.Status;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that demand TLS and a password, as {@code --kafka-config} says. */
@Timeout(120)
class KafkaAccessTest {
  private static final int BETS = 40;
  private static final int WINNERS = 3;
  private static final long SEED = 20_261_129;
  private static final long APPEND_MS_MAX = 1_000;

  @TempDir static Path folder;

  @Test
  void aDrawIsServedOverTlsWithAPassword() throws IOException {
    Path place = Files.createDirectory(folder.resolve("right"));
    Path config = config(place, Map.of());
    List<List<String>> bets = Bets.of(1, BETS, WINNERS, SEED);
    try (RunningServer server = RunningServer.start(place, 2, 1, flags("right", config));
        AgencyRun agency = AgencyRun.start(place, server, 1, AgencyRun.file(place, 1, bets))) {
      assertEquals(Bets.documents(bets, WINNERS), agency.winners());
      assertEquals(BETS, StoredBets.read(place.resolve("data/right")).count());
      assertClockIsCompared(server, place, SharedBrokers.skew("loteria-right"));
      assertEquals(0, server.stop());
      assertEquals(
          List.of(),
          server.program().lines(" WARN ").stream()
              .filter(line -> !line.contains("action: clock"))
              .toList());
    }
    List<String> log = new ArrayList<>(List.of("--log"));
    log.addAll(List.of(flags("right", config)));
    VerifyRun verified = VerifyRun.of(place, place.resolve("data"), log.toArray(String[]::new));
    assertEquals(0, verified.code(), verified::toString);
  }

  /**
   * The status says it, and a line if there is a difference. Of a difference as much is shown as
   * the last message proves: all but the time that it took.
   */
  private static void assertClockIsCompared(
      RunningServer server, Path place, Duration brokersAhead) {
    OperatorCli operator = OperatorCli.of(server, place);
    long ahead = -brokersAhead.toMillis();
    Status.Replication replication =
        Awaitility.await("a clock that was compared")
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> operator.status("--draw", "right").replication(),
                it -> it != null && it.clockAheadMs() != null);
    long seen = Objects.requireNonNull(replication.clockAheadMs());
    assertTrue(
        Long.signum(seen) == Long.signum(ahead)
            && Math.abs(seen) <= Math.abs(ahead)
            && Math.abs(seen) >= Math.abs(ahead) - APPEND_MS_MAX,
        () -> "seen " + seen + " ms, is " + ahead + " ms");
    String words = ahead > 0 ? "ahead of" : "behind";
    if (ahead != 0) {
      server
          .program()
          .awaitLine("action: clock .* error: the clock is \\d+ ms " + words + " the brokers'");
    }
  }

  /** What is asked of the leader must not wait for messages that do not come. */
  @Test
  void theShortestCommitTimeoutIsEnoughToStart() throws IOException {
    Path place = Files.createDirectory(folder.resolve("short"));
    String[] flags = {
      "--draw",
      "short",
      "--ledger",
      "kafka",
      "--kafka",
      SharedBrokers.cluster().network().bootstrap(1),
      "--commit-timeout",
      "500ms"
    };
    try (RunningServer server = RunningServer.start(place, 1, 1, flags)) {
      assertEquals(List.of(), server.program().lines("asked: offsets"));
      assertEquals(0, server.stop());
    }
  }

  @Test
  void aWrongPasswordIsBadConfiguration() throws IOException {
    Map<String, String> login = Map.of("sasl.jaas.config", login("wrong"));
    assertRefused("password", login, "Authentication failed");
  }

  @Test
  void aCertificateThatIsNotTrustedIsBadConfiguration() throws IOException {
    // Then Java's own authorities are trusted.
    Map<String, String> none =
        Map.of(
            "ssl.truststore.location", "",
            "ssl.truststore.password", "",
            "ssl.truststore.type", "");
    assertRefused("certificate", none, "SSL handshake failed");
  }

  /** Kafka's client would take its alert for a length, and run out of memory. */
  @Test
  void aBrokerThatSpeaksTlsIsBadConfigurationWithoutIt() throws IOException {
    assertRefused("plain", Map.of("security.protocol", "PLAINTEXT"), " speaks TLS: ");
  }

  @Test
  void aMissingFileIsBadConfiguration() throws IOException {
    assertRefused("missing", Map.of("ssl.truststore.location", "/missing.p12"), "/missing.p12");
  }

  @Test
  void anUnknownProtocolIsBadConfiguration() throws IOException {
    assertRefused("protocol", Map.of("security.protocol", "SASL_TLS"), "SASL_TLS");
  }

  private static void assertRefused(String draw, Map<String, String> wrong, String why)
      throws IOException {
    Path place = Files.createDirectory(folder.resolve(draw));
    List<String> arguments = new ArrayList<>(List.of("--agencies", "1", "--port", "0"));
    arguments.addAll(List.of("--data", place.resolve("data").toString()));
    arguments.addAll(List.of(flags(draw, config(place, wrong))));
    try (Program supervisor = Program.start(place, "supervisor", arguments)) {
      assertEquals(2, supervisor.awaitExit(), () -> supervisor.lines().toString());
      List<String> lines = supervisor.lines("supervisor: cannot start: ");
      assertEquals(1, lines.size(), () -> supervisor.lines().toString());
      assertTrue(lines.getFirst().contains(why), lines::toString);
      assertEquals(List.of(), supervisor.lines(" WARN "));
    }
  }

  private static String[] flags(String draw, Path config) {
    String bootstrap = SharedBrokers.cluster().network().bootstrap(SharedBrokers.SECURE_GROUP);
    return new String[] {
      "--draw", draw, "--ledger", "kafka", "--kafka", bootstrap, "--kafka-config", config.toString()
    };
  }

  /** Writes the file for Kafka's client, with some settings that are wrong. */
  private static Path config(Path place, Map<String, String> wrong) throws IOException {
    Map<String, String> settings = new TreeMap<>();
    settings.put("security.protocol", "SASL_SSL");
    settings.put("ssl.truststore.location", SharedBrokers.trusted().toString());
    settings.put("ssl.truststore.type", "PKCS12");
    settings.put("ssl.truststore.password", SharedBrokers.PASSWORD);
    settings.put("sasl.mechanism", "PLAIN");
    settings.put("sasl.jaas.config", login(SharedBrokers.PASSWORD));
    settings.putAll(wrong);
    settings.values().removeIf(String::isEmpty);
    return Files.writeString(
        place.resolve("kafka.properties"),
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
            .collect(Collectors.joining()));
  }

  private static String login(String password) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(SharedBrokers.USER, password);
  }
}
