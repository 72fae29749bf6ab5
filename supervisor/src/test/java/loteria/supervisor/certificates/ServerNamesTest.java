package loteria.supervisor.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import loteria.ipc.settings.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class ServerNamesTest {
  @Test
  void hostsAndAddressesAreKeptApartAndOnce() throws UsageException {
    ServerNames names =
        ServerNames.LOCAL.with("Server.Example, 2001:DB8::1,localhost,10.0.0.1,::1");

    assertEquals("localhost, server.example, 127.0.0.1, ::1, 2001:db8::1, 10.0.0.1", "" + names);
    assertEquals(
        "dns:localhost,dns:server.example,ip:127.0.0.1,ip:::1,ip:2001:db8::1,ip:10.0.0.1",
        names.alternativeNames());
  }

  @Test
  void emptyListAddsNothing() throws UsageException {
    assertEquals(ServerNames.LOCAL, ServerNames.LOCAL.with(""));
  }

  @Test
  void otherLettersAreWrittenInAscii() throws UsageException {
    assertTrue(
        ServerNames.LOCAL.with("lotería.example").hosts().contains("xn--lotera-7va.example"));
  }

  @Test
  void mappedAddressIsTheOneOfIpv4() throws UsageException {
    assertTrue(ServerNames.LOCAL.with("::ffff:10.0.0.1").addresses().contains("10.0.0.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a_b",
        "a,,b",
        ",",
        "-a",
        "a-",
        "a..b",
        "*.example",
        "a b",
        "300.1.1.1",
        "1.2.3",
        "[::1]",
        "fe80::1%eth0",
        ":::1",
        "dns:x",
        "a\nb",
        "example.7"
      })
  void whatIsNeitherIsNamed(String list) {
    UsageException refused = assertThrows(UsageException.class, () -> ServerNames.LOCAL.with(list));

    assertTrue(String.valueOf(refused.getMessage()).startsWith("--name: '"), refused.getMessage());
  }

  @Test
  void labelsAndNamesHaveTheirLongest() {
    String longest = "a".repeat(63);

    assertTrue(ServerNames.isHost(longest));
    assertFalse(ServerNames.isHost(longest + "a"));
    assertFalse(ServerNames.isHost(String.join(".", longest, longest, longest, longest)));
  }
}
