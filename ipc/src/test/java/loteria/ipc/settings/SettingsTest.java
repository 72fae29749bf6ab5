package loteria.ipc.settings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SettingsTest {
  private static final Setting PORT =
      new Setting("port", "SERVER_PORT", "12345", "PORT", "where to listen");
  private static final Setting GRACE = new Setting("grace", "", "10s", "TIME", "how long to close");
  private static final Setting FOLLOW = new Setting("follow", "FOLLOW", "", "", "run on");
  private static final Setting CONFIG =
      new Setting("config", "CONFIG", "", "FILE", "more settings");
  private static final Setting HELP = new Setting("help", "", "", "", "this text");
  private static final List<Setting> KNOWN = List.of(GRACE, PORT, FOLLOW, CONFIG, HELP);

  @TempDir private Path folder;

  @Test
  void flagGoesBeforeEnvironmentBeforeFileBeforeDefault() throws Exception {
    String file = file("port = 3");
    var environment = Map.of("SERVER_PORT", "2");
    assertEquals("1", read(environment, "--port", "1", "--config", file).text(PORT));
    assertEquals("1", read(environment, "--port=1", "--config", file).text(PORT));
    assertEquals("2", read(environment, "--config", file).text(PORT));
    assertEquals("3", read(Map.of(), "--config", file).text(PORT));
    assertEquals("12345", read(Map.of()).text(PORT));
  }

  @Test
  void fileIsNamedByFlagOrEnvironmentAndKnowsBothNames() throws Exception {
    assertEquals("4", read(Map.of("CONFIG", file("SERVER_PORT: 4 "))).text(PORT));
    assertEquals("5", read(Map.of("CONFIG", "/nowhere"), "--config", file("port 5")).text(PORT));
    assertEquals("José", read(Map.of("CONFIG", file("# ñ\nport=José"))).text(PORT));
  }

  @Test
  void switchOfTheEnvironmentIsTrueOrFalseAndNothingElse() throws Exception {
    var open = new Setting("open", "OPEN", "false", "", "whether it is open");
    List<Setting> known = List.of(open, CONFIG);
    String[] none = {};
    assertFalse(Settings.read(known, none, Map.of()).isOn(open));
    assertFalse(Settings.read(known, none, Map.of("OPEN", "")).isOn(open));
    assertTrue(Settings.read(known, none, Map.of("OPEN", "true")).isOn(open));
    assertTrue(Settings.read(known, none, Map.of("CONFIG", file("open = true"))).isOn(open));
    assertTrue(Settings.read(known, new String[] {"--open"}, Map.of("OPEN", "false")).isOn(open));
    for (String unclear : List.of("no", "0", "yes", "1", "True")) {
      Settings settings = Settings.read(known, none, Map.of("OPEN", unclear));
      assertUsage("--open '" + unclear + "' is neither true nor false", () -> settings.isOn(open));
    }
  }

  @Test
  void emptyEnvironmentVariableIsNotSet() throws Exception {
    var empty = Map.of("SERVER_PORT", "", "CONFIG", "");
    assertEquals("12345", read(empty).text(PORT));
    assertEquals("3", read(empty, "--config", file("port=3")).text(PORT));
  }

  @Test
  void unknownThingsAreUsageErrorsThatNameThem() throws IOException {
    assertUsage("--prot", () -> read(Map.of(), "--prot", "1"));
    assertUsage("--por", () -> read(Map.of(), "--por", "1"));
    assertUsage("port", () -> read(Map.of(), "--port"));
    String misspelt = file("prot=1");
    assertUsage(
        "--config '" + misspelt + "' sets 'prot', which is unknown",
        () -> read(Map.of(), "--config", misspelt));
    assertUsage("sets '', which is unknown", () -> read(Map.of("CONFIG", file("=1"))));
    assertUsage("/nowhere", () -> read(Map.of(), "--config", "/nowhere"));
    assertUsage("cannot be read", () -> read(Map.of(), "--config", folder.toString()));
    assertUsage("cannot be read", () -> read(Map.of(), "--config", file("port=\\u00zz")));
  }

  @Test
  void whatIsSetTwiceIsNamed() throws IOException {
    assertUsage(
        "--port is given more than once: '1', '2'",
        () -> read(Map.of(), "--port", "1", "--port=2"));
    assertUsage("--follow is given more than once", () -> read(Map.of(), "--follow", "--follow"));
    String twice = file("port=1\ngrace=1s\nport=1");
    assertUsage("'port' is set more than once", () -> read(Map.of(), "--config", twice));
    String byBothNames = file("port=1\nSERVER_PORT=2");
    assertUsage("sets 'port' more than once", () -> read(Map.of(), "--config", byBothNames));
  }

  @Test
  void byteOrderMarkIsNoPartOfTheFirstKey() throws Exception {
    assertEquals("3", read(Map.of(), "--config", file("\uFEFFport=3")).text(PORT));
    assertUsage(
        "sets '\uFEFFport', which is unknown",
        () -> read(Map.of(), "--config", file("\uFEFF\uFEFFport=3")));
  }

  @Test
  void fileWhoseNameIsNoPathIsAUsageError() {
    assertUsage("cannot be read", () -> read(Map.of(), "--config", "a\0b"));
  }

  @Test
  void unknownFlagLeadsToTheHelp() {
    assertUsage("Unrecognized option: -1; see --help", () -> read(Map.of(), "scale", "-1"));
  }

  @Test
  void numberIsWholeAndInItsRange() throws UsageException {
    assertEquals(65_535, read(Map.of(), "--port", "65535").number(PORT, 0, 65_535));
    assertEquals(0, read(Map.of(), "--port", " 0 ").number(PORT, 0, 65_535));
    for (String text : List.of("", "x", "1.5", "99999999999", "0x10")) {
      assertUsage(
          "--port '" + text + "' is no whole number",
          () -> read(Map.of(), "--port", text).number(PORT, 0, 65_535));
    }
    assertUsage(
        "--port '65536' is not from 0 to 65535",
        () -> read(Map.of("SERVER_PORT", "65536")).number(PORT, 0, 65_535));
    assertUsage("--port '-1'", () -> read(Map.of(), "--port", "-1").number(PORT, 0, 65_535));
  }

  @Test
  void durationHasItsUnit() throws UsageException {
    assertEquals(Duration.ofSeconds(10), read(Map.of()).duration(GRACE));
    assertEquals(Duration.ofMillis(250), read(Map.of(), "--grace", "250ms").duration(GRACE));
    assertEquals(Duration.ofMinutes(5), read(Map.of(), "--grace", "5m").duration(GRACE));
    assertEquals(Duration.ofHours(1), read(Map.of(), "--grace", "1h").duration(GRACE));
    for (String text : List.of("", "10", "s", "-1s", "1.5s", "10 s", "1d", "9999999999s")) {
      assertUsage(
          "--grace '" + text + "' is no time",
          () -> read(Map.of(), "--grace", text).duration(GRACE));
    }
  }

  @Test
  void switchIsSetByBeingThere() throws UsageException {
    assertFalse(read(Map.of()).isSet(FOLLOW));
    assertTrue(read(Map.of(), "--follow").isSet(FOLLOW));
    assertTrue(read(Map.of("FOLLOW", "true")).isSet(FOLLOW));
    assertFalse(read(Map.of("FOLLOW", "false")).isSet(FOLLOW));
  }

  @Test
  void whatIsLoggedIsEverySettingWithAValue() throws UsageException {
    var settings = read(Map.of(), "rest", "--help", "--port", "1");
    assertArrayEquals(new Object[] {"grace", "10s", "port", "1"}, settings.keyValues());
    assertEquals(List.of("rest"), settings.arguments());
  }

  private static Settings read(Map<String, String> environment, String... args)
      throws UsageException {
    return Settings.read(KNOWN, args, environment);
  }

  private String file(String content) throws IOException {
    Path file = Files.createTempFile(folder, "server", ".properties");
    Files.writeString(file, content, StandardCharsets.UTF_8);
    return file.toString();
  }

  private static void assertUsage(String expected, Executable reading) {
    String message = String.valueOf(assertThrows(UsageException.class, reading).getMessage());
    assertTrue(message.contains(expected), message);
    assertEquals(1, message.lines().count(), message);
  }
}
