package loteria.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import loteria.ipc.settings.UsageException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class HttpSettingsTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:0", "127.8.8.8:1", "localhost:8080", "[::1]:8080"})
  void aLoopbackAddressNeedsNoChoice(String address) throws UsageException {
    assertEquals("this machine", required("--http", address).readers());
    assertEquals("this machine", required("--http", address, "--http-open").readers());
    assertEquals(
        "those with the token", required("--http", address, "--http-token", "file").readers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0:8080", "[::]:8080", "192.0.2.1:8080", "[2001:db8::1]:1"})
  void anotherAddressNeedsAChoice(String address) throws UsageException {
    String line = lineFor(Map.of(), "--http", address);
    assertTrue(line.contains("--http-token FILE") && line.contains("--http-open"), line);
    assertTrue(line.startsWith("--http '" + address + "' "), line);
    assertEquals("open to everybody", required("--http", address, "--http-open").readers());
    assertEquals(
        Path.of("file").toAbsolutePath(),
        required("--http", address, "--http-token", "file").token());
  }

  @Test
  void theEnvironmentOpensItWithTrueOnly() throws UsageException {
    for (String no : List.of("0", "no", "off", "TRUE", "yes")) {
      assertEquals(
          "--http-open '" + no + "' is neither true nor false",
          lineFor(Map.of("SERVER_HTTP_OPEN", no), "--http", "0.0.0.0:1"));
    }
    lineFor(Map.of("SERVER_HTTP_OPEN", "false"), "--http", "0.0.0.0:1");
    assertNotNull(settings(Map.of("SERVER_HTTP_OPEN", "true"), "--http", "0.0.0.0:1"));
  }

  @Test
  void openAndATokenExcludeEachOther() {
    assertEquals(
        "--http-token 'file' and --http-open exclude each other",
        lineFor(Map.of(), "--http", "0.0.0.0:1", "--http-open", "--http-token", "file"));
  }

  @Test
  void namesAreThoseOfHosts() throws UsageException {
    assertEquals(List.of(), required("--http", "localhost:1").names());
    assertEquals(
        List.of("a.example", "b"),
        required("--http", "localhost:1", "--http-name", " a.example , b ").names());
    for (String bad : List.of("a:80", "a b", "a,,b", ",", "*.a", "http://a")) {
      String line = lineFor(Map.of(), "--http", "localhost:1", "--http-name", bad);
      assertTrue(line.startsWith("--http-name '" + bad + "' is not names of hosts"), line);
    }
  }

  @Test
  void withoutAnAddressThereIsNothing() throws UsageException {
    assertNull(settings(Map.of(), "--http-open", "--http-name", "a"));
  }

  @Test
  void anUnusableTokenIsReportedWithItsFile(@TempDir Path folder) throws UsageException {
    String file = folder.resolve("none").toString();
    HttpSettings settings = required("--http", "localhost:1", "--http-token", file);
    var refused = assertThrows(UsageException.class, () -> HttpAccess.of(settings));
    assertEquals("--http-token '" + file + "' does not exist", refused.getMessage());
  }

  private static String lineFor(Map<String, String> environment, String... args) {
    return String.valueOf(
        assertThrows(UsageException.class, () -> settings(environment, args)).getMessage());
  }

  private static HttpSettings required(String... args) throws UsageException {
    return Objects.requireNonNull(settings(Map.of(), args));
  }

  private static @Nullable HttpSettings settings(Map<String, String> environment, String... args)
      throws UsageException {
    return HttpSettings.of(SupervisorSettings.read(args, environment));
  }
}
