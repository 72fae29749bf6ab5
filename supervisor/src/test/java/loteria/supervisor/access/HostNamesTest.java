package loteria.supervisor.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class HostNamesTest {
  private final HostNames names = new HostNames(List.of("Lottery.example.org", "server"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "192.168.0.7:8080",
        "[::1]",
        "[2001:db8::1]:8080",
        "localhost",
        "LOCALHOST:8080",
        "localhost.:8080",
        "page.localhost:1",
        "lottery.example.org",
        "LOTTERY.Example.org:443",
        "lottery.example.org.",
        "server:8080",
        "server:"
      })
  void addressesLocalNamesAndGivenNamesAreAccepted(String host) {
    assertTrue(names.accepts(host), host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "evil.example:8080",
        "example.org",
        "x.lottery.example.org",
        "lottery.example.org.evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "notlocalhost",
        "u@localhost",
        "localhost@evil.example",
        "localhost:80:80",
        "localhost:x",
        "localhost, evil.example",
        "localhost/",
        "localhost evil.example",
        "[::1",
        "::1",
        "[x]",
        "server..",
        "ñ"
      })
  void everythingElseIsRefused(String host) {
    assertFalse(names.accepts(host), host);
  }

  @Test
  void aNameHasNeitherPortNorBlank() {
    for (String name : List.of("a", "a.b-c.example", "server_1", "10.0.0.1")) {
      assertTrue(HostNames.isName(name), name);
    }
    for (String name : List.of("", "a:80", "a b", ".a", "a..b", "*.a", "http://a", "ñ")) {
      assertFalse(HostNames.isName(name), name);
    }
    assertEquals(253, "a.".repeat(126).length() + 1);
    assertTrue(HostNames.isName("a.".repeat(126) + "a"));
    assertFalse(HostNames.isName("a.".repeat(126) + "aa"));
  }
}
