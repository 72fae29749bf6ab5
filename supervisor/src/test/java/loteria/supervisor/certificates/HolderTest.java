package loteria.supervisor.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import loteria.ipc.settings.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class HolderTest {
  @Test
  void agencyIsNamedByItsNumberForClients() throws UsageException {
    Holder agency = Holder.parse("999999", ServerNames.LOCAL);

    assertEquals("uri:urn:loteria:agency:999999", agency.alternativeNames());
    assertEquals("clientAuth", agency.use());
    assertEquals("agency-999999", agency.name());
    assertEquals("7", Holder.parse("007", ServerNames.LOCAL).word());
  }

  @Test
  void serverIsNamedByItsAddressesForServers() throws UsageException {
    Holder server = Holder.parse("server", ServerNames.LOCAL);

    assertEquals(ServerNames.LOCAL.alternativeNames(), server.alternativeNames());
    assertEquals("serverAuth", server.use());
    assertEquals("server", server.word());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1000000", "-1", "+1", "seven", "", "1.5", "99999999999", "٧"})
  void otherWordIsNamed(String word) {
    UsageException refused =
        assertThrows(UsageException.class, () -> Holder.parse(word, ServerNames.LOCAL));

    assertTrue(
        String.valueOf(refused.getMessage()).contains("'" + word + "'"), refused.getMessage());
    assertTrue(String.valueOf(refused.getMessage()).contains("1 to 999999"), refused.getMessage());
  }
}
