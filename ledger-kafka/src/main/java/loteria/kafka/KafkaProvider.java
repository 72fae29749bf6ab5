package loteria.kafka;

import java.io.IOException;
import java.util.StringJoiner;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.replication.ReplicatedLogs;
import loteria.ledger.replication.UnavailableException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

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
    TlsProbe.check(settings.admin(address.timeout()), address.servers());
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
    TlsProbe.check(settings.admin(address.timeout()), address.servers());
    try (LogTopic topic = topic(settings, address, forced)) {
      return topic.prepare(create);
    } catch (AuthenticationException | AuthorizationException e) {
      throw new ReplicatedLogs.UnsuitableException("the brokers refuse: " + said(e));
    } catch (KafkaException e) {
      throw new UnavailableException("the brokers cannot be reached: " + e.getMessage());
    }
  }

  /** Reaches no broker yet: what fails is a setting. */
  private static LogTopic topic(
      ClientSettings settings, ReplicatedLogs.Address address, boolean forced)
      throws ReplicatedLogs.UnsuitableException {
    try {
      return new LogTopic(settings.admin(address.timeout()), address.topic(), forced);
    } catch (KafkaException e) {
      throw cannot(e);
    }
  }

  /** A setting of the client is wrong: no other try will succeed. */
  private static ReplicatedLogs.UnsuitableException cannot(KafkaException e) {
    return new ReplicatedLogs.UnsuitableException("Kafka's client: " + said(e));
  }

  /** The messages of a failure and its causes, in one line, each once. */
  private static String said(Throwable failure) {
    var said = new StringJoiner(": ");
    String last = "";
    for (Throwable why = failure; why != null; why = why.getCause()) {
      String message = String.valueOf(why.getMessage()).lines().findFirst().orElse("");
      if (!last.contains(message)) {
        said.add(message);
        last = message;
      }
    }
    return said.toString();
  }
}
