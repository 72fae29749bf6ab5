package loteria.kafka;

import java.io.IOException;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.replication.ReplicatedLogs;
import loteria.ledger.replication.UnavailableException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/** The engine {@code kafka}. */
public final class KafkaProvider implements ReplicatedLogs.Provider {
  /** Called by {@link java.util.ServiceLoader}. */
  public KafkaProvider() {}

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public ReplicatedLog open(ReplicatedLogs.Address address) throws IOException {
    ClientSettings settings = ClientSettings.of(address.servers(), address.config());
    try {
      return new KafkaLog(settings, address.topic(), address.timeout());
    } catch (KafkaException e) {
      throw cannot(e);
    }
  }

  @Override
  public String prepare(ReplicatedLogs.Address address, boolean create, boolean forced)
      throws IOException {
    ClientSettings settings = ClientSettings.of(address.servers(), address.config());
    try (var topic = new LogTopic(settings.admin(address.timeout()), address.topic(), forced)) {
      return topic.prepare(create);
    } catch (ConfigException e) {
      throw cannot(e);
    } catch (KafkaException e) {
      throw e.getCause() instanceof ConfigException
          ? cannot(e)
          : new UnavailableException("the brokers cannot be reached: " + e.getMessage());
    }
  }

  /** A setting of the client is wrong: no other try will succeed. */
  private static ReplicatedLogs.UnsuitableException cannot(KafkaException e) {
    Throwable why = e.getCause() == null ? e : e.getCause();
    return new ReplicatedLogs.UnsuitableException("Kafka's client: " + why.getMessage());
  }
}
