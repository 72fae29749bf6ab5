package loteria.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.settings.UsageException;
import loteria.supervisor.fleet.Fleet;
import loteria.supervisor.intake.IntakeLimits;
import loteria.supervisor.relay.RelayLimits;
import loteria.supervisor.slot.WorkerTimeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class SupervisorSettingsTest {
  @TempDir private Path folder;

  @Test
  void defaultsAreThoseOfTheReadme() throws UsageException {
    SupervisorSettings settings = settings();
    Duration ten = Duration.ofSeconds(10);
    int processors = Runtime.getRuntime().availableProcessors();
    assertEquals(
        new Fleet.Plan(Math.max(2, processors), Math.max(1, processors / 2), 0), settings.plan());
    assertEquals(12345, settings.listen().port());
    assertEquals(128, settings.listen().backlog());
    assertEquals(5, settings.agencies());
    assertNull(settings.winningNumber());
    assertNull(settings.closesAt());
    assertEquals(Path.of("data").toAbsolutePath(), settings.data());
    assertEquals(Path.of("data/default").toAbsolutePath(), settings.folder());
    assertEquals(Path.of("data/default/run").toAbsolutePath(), settings.run());
    assertEquals(new IntakeLimits(1024, 64, 0, ten), settings.edge());
    assertEquals(
        new RelayLimits(
            1 << 20,
            64,
            4 << 20,
            64 << 20,
            ten,
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            ten,
            1000),
        settings.relay());
    assertEquals(new WorkerTimeouts(ten, Duration.ofSeconds(5), ten), settings.timing());
    assertEquals("INFO", settings.logLevel());
    assertTrue(settings.workerJavaOptions().contains("-XX:+UseSerialGC"));
  }

  @Test
  void flagGoesBeforeEnvironmentBeforeFileBeforeDefault() throws Exception {
    Path file = folder.resolve("settings");
    Files.writeString(file, "port=1\nbacklog=1\nSERVER_AGENCIES=1\n");
    var settings =
        settings(
            Map.of("SERVER_PORT", "2", "SERVER_LISTEN_BACKLOG", "2", "SERVER_DRAW", ""),
            "--port",
            "3",
            "--config",
            file.toString());
    assertEquals(3, settings.listen().port());
    assertEquals(2, settings.listen().backlog());
    assertEquals(1, settings.agencies());
    assertEquals("default", settings.draw());
  }

  @Test
  void fileMayBeNamedByTheEnvironment() throws Exception {
    Path file = folder.resolve("settings");
    Files.writeString(file, "workers = 7\n# a comment\nidle-timeout = 1h\n");
    SupervisorSettings settings = settings(Map.of("SERVER_CONFIG", file.toString()));
    assertEquals(7, settings.plan().workers());
    assertEquals(Duration.ofHours(1), settings.relay().idle());
  }

  @Test
  void runFolderCanBeElsewhere() throws UsageException {
    SupervisorSettings settings = settings("--data", "/d/../e", "--draw", "x", "--run", "/r");
    assertEquals(Path.of("/e/x"), settings.folder());
    assertEquals(Path.of("/r"), settings.run());
  }

  @Test
  void groupMayReadIfAFlagTheEnvironmentOrTheFileAsksForIt() throws Exception {
    Path file = folder.resolve("settings");
    Files.writeString(file, "group-readable = true\n");
    assertEquals(FileAccess.OWNER, settings().access());
    assertEquals(FileAccess.GROUP_READABLE, settings("--group-readable").access());
    assertEquals(
        FileAccess.GROUP_READABLE, settings(Map.of("SERVER_GROUP_READABLE", "true")).access());
    assertEquals(
        FileAccess.GROUP_READABLE, settings(Map.of("SERVER_CONFIG", file.toString())).access());
    var unclear =
        assertThrows(
            UsageException.class, () -> settings(Map.of("SERVER_GROUP_READABLE", "maybe")));
    assertEquals("--group-readable 'maybe' is neither true nor false", unclear.getMessage());
  }

  @Test
  void workersCanHaveNoJavaOptions() throws UsageException {
    assertEquals(List.of(), settings("--worker-java-options", "").workerJavaOptions());
    assertEquals(List.of(), settings("--worker-java-options", " ").workerJavaOptions());
    assertEquals(
        List.of("-Xmx1g", "-ea"),
        settings("--worker-java-options", " -Xmx1g  -ea ").workerJavaOptions());
  }

  @ParameterizedTest
  @CsvSource({
    "workers, 0",
    "workers, 257",
    "workers, four",
    "workers, ''",
    "workers, 99999999999",
    "active-workers, -1",
    "active-workers, 257",
    "port, -1",
    "port, 65536",
    "backlog, 0",
    "agencies, 0",
    "agencies, 1.5",
    "winning-number, -1",
    "winning-number, 10000",
    "data, ''",
    "draw, ''",
    "draw, ..",
    "draw, a/b",
    "draw, ñ",
    "max-connections, 0",
    "max-frame-kib, 0",
    "max-frame-kib, 1025",
    "max-unanswered, 0",
    "max-unanswered, 65",
    "max-held-kib, 0",
    "max-held-total-kib, 0",
    "max-batches-per-worker, -1",
    "handshake-timeout, 10",
    "handshake-timeout, 0s",
    "frame-timeout, 1 s",
    "frame-timeout, 999999999h",
    "idle-timeout, -5m",
    "idle-timeout, 0ms",
    "boot-timeout, soon",
    "boot-timeout, 0s",
    "heartbeat-timeout, 0s",
    "heartbeat-timeout, 500ms",
    "worker-timeout, 5d",
    "grace, ''",
    "grace, 999999999m",
    "log-level, LOUD",
    "log-level, ''",
  })
  void badValueIsOneLineThatNamesFlagAndValue(String flag, String value) {
    var e = assertThrows(UsageException.class, () -> settings("--" + flag, value));
    String line = String.valueOf(e.getMessage());
    assertTrue(line.startsWith("--%s '%s' ".formatted(flag, value)), line);
    assertFalse(line.contains("\n"), line);
  }

  @Test
  void fileInTheWayOfAFolderIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    String data = folder.toString();
    assertEquals("--run '" + file + "' is no folder", lineFor("--run", file.toString()));
    assertEquals("--data '" + file + "' is no folder", lineFor("--data", file.toString()));
    assertEquals("--draw 'file' is no folder", lineFor("--data", data, "--draw", "file"));
    assertEquals(
        "--run '" + file + "/x/y' is below " + file + ", no folder",
        lineFor("--run", file + "/x/y"));
  }

  @Test
  void moreActiveWorkersThanWorkersAreRefused() throws UsageException {
    assertEquals(
        "--active-workers '3' is over --workers '2'",
        lineFor("--workers", "2", "--active-workers", "3"));
    assertEquals(2, settings("--workers", "2", "--active-workers", "2").plan().active());
  }

  @Test
  void unknownArgumentIsReported() throws IOException {
    assertTrue(lineFor("--wrokers", "3").contains("wrokers"));
    assertTrue(lineFor("--workers").contains("workers"));
    assertTrue(lineFor("--config", folder.resolve("none").toString()).contains("none"));
    Path file = folder.resolve("settings");
    Files.writeString(file, "wrokers=3\n");
    assertTrue(lineFor("--config", file.toString()).contains("wrokers"));
  }

  @Test
  void helpListsEveryFlagAndItsVariable() {
    String help = SupervisorSettings.help();
    assertTrue(help.contains("--max-connections N"), help);
    assertTrue(help.contains("[LOGGING_LEVEL]"), help);
  }

  private static String lineFor(String... args) {
    return String.valueOf(assertThrows(UsageException.class, () -> settings(args)).getMessage());
  }

  private static SupervisorSettings settings(String... args) throws UsageException {
    return settings(Map.of(), args);
  }

  private static SupervisorSettings settings(Map<String, String> environment, String... args)
      throws UsageException {
    return SupervisorSettings.of(SupervisorSettings.read(args, environment), environment);
  }
}
