package loteria.brokers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The settings of a broker fit the number of brokers, and those of a caller replace them. */
@Timeout(10)
class BrokerPropertiesTest {
  private static final BrokerPlace FIRST = new BrokerPlace(1, 20_001, 20_002);
  private static final BrokerPlace SECOND = new BrokerPlace(2, 20_003, 20_004);

  @Test
  void everyBrokerVotesAndHasKafkasOwnTopics() {
    Map<String, String> settings = of(Map.of());
    assertEquals("1@127.0.0.1:20002,2@127.0.0.1:20004", settings.get("controller.quorum.voters"));
    assertEquals(
        "BROKER://127.0.0.1:20003,CONTROLLER://127.0.0.1:20004", settings.get("listeners"));
    assertEquals("2", settings.get("node.id"));
    assertEquals("2", settings.get("offsets.topic.replication.factor"));
    assertEquals("1", settings.get("transaction.state.log.min.isr"));
  }

  @Test
  void aCallersSettingReplacesTheDefault() {
    assertEquals("2000", of(Map.of()).get("broker.session.timeout.ms"));
    String key = "broker.session.timeout.ms";
    assertEquals("9000", of(Map.of(key, "9000")).get(key));
  }

  private static Map<String, String> of(Map<String, String> more) {
    return BrokerProperties.of(SECOND, List.of(FIRST, SECOND), Path.of("log"), more);
  }
}
