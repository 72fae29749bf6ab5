package loteria.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import loteria.brokers.BrokerCluster;
import loteria.brokers.ClusterSettings;
import loteria.ipc.logging.Logging;

/**
 * Three brokers for all tests of this JVM that need some; started for the first, and deleted when
 * the JVM ends. Their clocks are an hour apart.
 *
 * <p>Clients of the groups 1 to {@value #PLAIN_GROUPS} need nothing; those of the next group need
 * TLS and a password.
 */
public final class SharedBrokers {
  /** The groups of clients without TLS, as the centrals of a draw are. */
  public static final int PLAIN_GROUPS = 3;

  /** The group of clients that need TLS, a user and a password. */
  public static final int SECURE_GROUP = PLAIN_GROUPS + 1;

  /** The user of that group. */
  static final String USER = "loteria";

  /** The user's password, and that of the truststore. */
  static final String PASSWORD = "in-the-file";

  private static final String SECURE = "listener.name.clients" + SECURE_GROUP + ".";

  /** How far each broker's clock is before this machine's, by its number. */
  private static final List<Duration> SKEWS =
      List.of(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(-1));

  private static final SharedBrokers BROKERS = new SharedBrokers();

  private final Path folder;
  private final BrokerCluster cluster;

  private SharedBrokers() {
    Logging.quieten("org.apache.kafka");
    try {
      folder = Files.createTempDirectory("shared-brokers-");
      Path keys = keys();
      trust(keys);
      cluster = BrokerCluster.start(folder.resolve("brokers"), settings(keys));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::delete));
  }

  /** The brokers, all of which run and are reached, whatever the test before has left. */
  public static BrokerCluster cluster() {
    BrokerCluster cluster = BROKERS.cluster;
    cluster.network().heal();
    cluster.repair();
    return cluster;
  }

  /** How far the clock that stamps a topic's messages is before this machine's. */
  static Duration skew(String topic) {
    return SKEWS.get(cluster().leader(topic).id() - 1);
  }

  /** The certificate that clients with TLS must trust; PKCS12. */
  static Path trusted() {
    return BROKERS.folder.resolve("trusted.p12");
  }

  private static ClusterSettings settings(Path keys) {
    return ClusterSettings.of(3)
        .withFaults(SECURE_GROUP)
        .withClockSkews(SKEWS.toArray(Duration[]::new))
        .with(
            "listener.security.protocol.map",
            "BROKER:PLAINTEXT,PEER:PLAINTEXT,CONTROLLER:PLAINTEXT,CLIENTS1:PLAINTEXT,"
                + "CLIENTS2:PLAINTEXT,CLIENTS3:PLAINTEXT,CLIENTS4:SASL_SSL")
        .with(SECURE + "ssl.keystore.location", keys.toString())
        .with(SECURE + "ssl.keystore.type", "PKCS12")
        .with(SECURE + "ssl.keystore.password", PASSWORD)
        .with(SECURE + "sasl.enabled.mechanisms", "PLAIN")
        .with(
            SECURE + "plain.sasl.jaas.config",
            "org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"%s\";"
                .formatted(USER, PASSWORD));
  }

  /** Makes a key, with a certificate of its own for the loopback address. */
  private Path keys() {
    Path file = folder.resolve("keys.p12");
    ShellCommand.run(
        folder,
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-alias",
        "broker",
        "-keyalg",
        "EC",
        "-dname",
        "CN=broker",
        "-ext",
        "san=ip:127.0.0.1",
        "-keystore",
        file.toString(),
        "-storetype",
        "PKCS12",
        "-storepass",
        PASSWORD);
    return file;
  }

  private void trust(Path keys) throws IOException, GeneralSecurityException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      own.load(in, PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("broker", own.getCertificate("broker"));
    try (OutputStream out = Files.newOutputStream(folder.resolve("trusted.p12"))) {
      trusted.store(out, PASSWORD.toCharArray());
    }
  }

  private void delete() {
    cluster.delete();
    try {
      Files.deleteIfExists(folder.resolve("trusted.p12"));
      Files.deleteIfExists(folder.resolve("keys.p12"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
