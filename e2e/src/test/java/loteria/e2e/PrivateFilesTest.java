package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import loteria.ipc.row.RowCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the programs create is private, whatever the umask. */
@Timeout(240)
class PrivateFilesTest {
  private static final String GROUP_READABLE = "--group-readable";

  /** So the server is ready with all its workers, and replaces none, whose socket would be gone. */
  private static final List<String> PATIENT =
      List.of("--boot-timeout=10m", "--heartbeat-timeout=10m");

  /** Files of the draw's folder that a group may be given to read; the log's are beside them. */
  private static final Set<String> DATA =
      Set.of("bets.csv", "events.jsonl", "identity", "winners.csv");

  /** Bets that no log may show: each field is found in no other line. */
  private static final List<List<String>> BETS =
      List.of(
          List.of("Wenceslao", "Quiroga", "90100001", "1911-02-03", "7574"),
          List.of("Filomena", "Ybarra", "90100002", "1912-03-04", "17"),
          List.of("Nepomuceno", "Zaldivar", "90100003", "1913-04-05", "none"));

  @TempDir Path folder;

  /**
   * @param how {@code bare}: the JVM has the caller's umask, not the launcher's
   */
  @ParameterizedTest
  @CsvSource({
    "000, bare, false",
    "000, launcher, true",
    "022, bare, true",
    "022, launcher, false",
    "002, bare, false",
    "077, bare, true",
    "277, bare, false",
    "277, bare, true"
  })
  void everythingThatADrawCreatesIsPrivate(String umask, String how, boolean isGroupReadable)
      throws IOException {
    boolean isBare = how.equals("bare");
    List<String> launcher = launcher(umask, isBare);
    String[] access = isGroupReadable ? new String[] {GROUP_READABLE} : new String[0];
    Path data = folder.resolve("new/data");
    String file = isGroupReadable ? "rw-r-----" : "rw-------";
    Path bets = AgencyRun.file(folder, 1, BETS);
    Path other = AgencyRun.file(folder, 2, List.of(BETS.getFirst()));
    String[] settings = Stream.concat(PATIENT.stream(), Stream.of(access)).toArray(String[]::new);
    try (RunningServer server =
        RunningServer.startUnder(launcher, folder, data, 0, 2, 2, settings)) {
      assertUmask(isBare ? umask : "077", server.program());
      Path draw = server.folder();
      assertModes(expected(data, isGroupReadable, running(draw)), data);
      try (Program one = agency(launcher, server, 1, bets, access);
          Program two = agency(launcher, server, 2, other, access)) {
        assertEquals(3, one.awaitExit(), () -> String.join("\n", one.lines()));
        assertEndsWell(two);
        assertNamesNobody(one);
        assertNamesNobody(two);
      }
      List<Path> drawn = running(draw);
      drawn.add(draw.resolve("winners.csv"));
      assertModes(expected(data, isGroupReadable, drawn), data);
      Path generated = folder.resolve("generated.csv");
      List<String> generate = List.of("generate", "--bets=3", "--file=" + generated);
      try (Program generating = start(launcher, "agency", generate, access)) {
        assertEquals(List.of(), verify(launcher, data, access));
        assertEndsWell(generating);
      }
      assertEquals(file, mode(generated));
      assertEquals(0, server.stop());
      assertNamesNobody(server.program());
      assertEquals(List.of(), server.program().lines("permissions"));
    }
    assertEquals(file, mode(folder.resolve("agency-1.csv.rejected.csv")));

    Path export = folder.resolve("export.csv");
    List<String> arguments = List.of("export", export.toString(), "--data", data.toString());
    try (Program exporting = start(launcher, "supervisor", arguments, access)) {
      assertEndsWell(exporting);
    }
    assertEquals(file, mode(export));
  }

  /** Workers create the segments, so the setting must reach them. */
  @Test
  void segmentsThatWorkersCreateAreAsTheFirst() throws IOException {
    Path config = Files.writeString(folder.resolve("settings"), "group-readable = true\n");
    Path bets = Files.write(folder.resolve("many.csv"), longRows());
    List<String> bare = launcher("000", true);
    Path data = folder.resolve("data");
    try (RunningServer server =
            RunningServer.startUnder(bare, folder, data, 0, 1, 1, "--config", config.toString());
        Program agency = agency(bare, server, 1, bets, "--batch-bytes=1048576")) {
      assertUmask("000", server.program());
      assertEndsWell(agency);
      Map<String, String> modes = modes(server.folder().resolve("log"));
      assertTrue(modes.size() >= 4, modes::toString);
      assertEquals("rwxr-x---", modes.remove(""));
      assertEquals(Set.of("rw-r-----"), Set.copyOf(modes.values()), modes::toString);
    }
  }

  /** The rows of two segments, which have 64 MiB each. */
  private static List<String> longRows() {
    String name = "Ñ".repeat(RowCheck.NAME_MAX);
    return Collections.nCopies(200_000, name + "," + name + ",1,1990-05-17,7574");
  }

  @Test
  void onlyCertificatesAreForEverybody() {
    AtOnce.forEach(List.of("000", "277"), this::assertOnlyCertificatesAreForEverybody);
  }

  private void assertOnlyCertificatesAreForEverybody(String umask) throws IOException {
    Path authority = folder.resolve("authority-" + umask);
    List<String> init = List.of("certificates", "init", authority.toString());
    try (Program initializing = start(launcher(umask, true), "supervisor", init)) {
      assertEndsWell(initializing);
    }
    Map<String, String> modes = modes(authority);
    assertEquals("rwx------", modes.remove(""));
    assertTrue(modes.size() > 5, modes::toString);
    modes.forEach(
        (name, mode) -> {
          boolean isPublic = name.endsWith(".pem") && !name.endsWith("-key.pem");
          assertEquals(isPublic ? "rw-r--r--" : "rw-------", mode, name);
        });
  }

  @Test
  void whatWasOpenedToOthersIsReportedUntilItIsCorrected() throws IOException {
    Path data = folder.resolve("data");
    try (RunningServer server = RunningServer.start(folder, 1, 1)) {
      assertEquals(0, server.stop());
    }
    Path bets = data.resolve("default/bets.csv");
    assertEquals(List.of(), verify(List.of(), data));

    chmod("rw----r--", bets);
    String command = "chmod o-r " + bets;
    String warning = bets + " has mode 604: every user may read it";
    try (RunningServer server = RunningServer.start(folder, 1, 1)) {
      assertEquals(
          List.of("warning   " + warning + "; to change that: " + command),
          verify(List.of(), data));
      List<String> lines = server.program().lines("action: permissions");
      assertEquals(1, lines.size(), lines::toString);
      assertTrue(
          lines
              .getFirst()
              .endsWith(
                  " WARN     action: permissions | result: fail | paths: 1 | error: "
                      + warning
                      + " | next: "
                      + command),
          lines::toString);
      assertEquals("rw----r--", mode(bets));
      assertEquals(0, server.stop());
    }
    ShellCommand.run(folder, "sh", "-c", command);
    assertEquals(List.of(), verify(List.of(), data));
    try (RunningServer server = RunningServer.start(folder, 1, 1)) {
      assertEquals(List.of(), server.program().lines("action: permissions"));
      assertEquals(0, server.stop());
    }

    chmod("rwxrwxrwx", data);
    chmod("rw-r-----", bets);
    List<String> both = verify(List.of(), data);
    assertEquals(2, both.size(), both::toString);
    assertTrue(
        both.getFirst().contains("EVERY USER OF THIS MACHINE MAY CHANGE IT"), both::toString);
    List<String> ofData = verify(List.of(), data, GROUP_READABLE);
    assertEquals(1, ofData.size(), ofData::toString);
    assertTrue(ofData.getFirst().endsWith("chmod g-w,o-rwx " + data), ofData::toString);
  }

  private static List<Path> running(Path draw) {
    List<Path> paths = new ArrayList<>(List.of(draw.resolveSibling(""), draw));
    for (String name :
        List.of(
            "bets.csv",
            "bets.lock",
            "events.jsonl",
            "identity",
            "log",
            "log/0000000000000000",
            "log/mark",
            "run",
            "run/control.sock",
            "run/coordinator.sock",
            "run/supervisor.lock",
            "run/worker-1.sock",
            "run/worker-2.sock",
            "supervisor.lock")) {
      paths.add(draw.resolve(name));
    }
    return paths;
  }

  /** The mode that each path must have, by its name below the data folder. */
  private static Map<String, String> expected(
      Path data, boolean isGroupReadable, List<Path> paths) {
    Map<String, String> modes = new TreeMap<>();
    for (Path path : paths) {
      String name = data.relativize(path).toString();
      boolean isFolder = Files.isDirectory(path);
      boolean isRun = name.startsWith("default/run");
      boolean isData =
          isFolder || name.contains("/log/") || DATA.contains(path.getFileName().toString());
      boolean isGroups = isGroupReadable && isData && !isRun;
      modes.put(
          name,
          isFolder ? isGroups ? "rwxr-x---" : "rwx------" : isGroups ? "rw-r-----" : "rw-------");
    }
    return modes;
  }

  private static void assertModes(Map<String, String> expected, Path data) throws IOException {
    assertEquals(expected, modes(data));
    assertEquals(expected.get(""), mode(data.resolveSibling("")), "the folder above");
  }

  private static Map<String, String> modes(Path folder) throws IOException {
    Map<String, String> modes = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        modes.put(folder.relativize(path).toString(), mode(path));
      }
    }
    return modes;
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void chmod(String mode, Path path) throws IOException {
    Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
    Files.setPosixFilePermissions(path, permissions);
  }

  /** What it prints at INFO; the winners are no part of the log. */
  private static void assertNamesNobody(Program program) {
    for (String line : program.lines()) {
      for (List<String> bet : BETS) {
        for (String field : bet.subList(0, 4)) {
          assertTrue(line.startsWith("winner: ") || !line.contains(field), line);
        }
      }
    }
  }

  /** The warnings of a draw that is sound. */
  private List<String> verify(List<String> launcher, Path data, String... more) {
    List<String> arguments = List.of("verify", "--data", data.toString());
    try (Program verifying = start(launcher, "supervisor", arguments, more)) {
      assertEndsWell(verifying);
      List<String> lines = verifying.lines();
      assertTrue(lines.contains("result    sound"), lines::toString);
      return lines.stream().filter(line -> line.startsWith("warning")).toList();
    }
  }

  private Program start(
      List<String> launcher, String name, List<String> arguments, String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return Program.startUnder(launcher, folder, name, all, Map.of());
  }

  private static void assertEndsWell(Program program) {
    assertEquals(0, program.awaitExit(), () -> String.join("\n", program.lines()));
  }

  private Program agency(
      List<String> launcher, RunningServer server, int id, Path file, String... more) {
    return start(
        launcher,
        "agency",
        List.of("--id=" + id, "--server=localhost:" + server.port(), "--file=" + file),
        more);
  }

  /**
   * A shell that sets a umask and becomes the program, through its launcher or through what the
   * launcher does after it has set its own umask.
   */
  private static List<String> launcher(String umask, boolean isBare) {
    String become =
        isBare ? "exec /bin/sh -c \"$(grep -v /prepare.sh \"$1\")\" \"$@\"" : "exec \"$@\"";
    return List.of("/bin/sh", "-c", "umask " + umask + "\n" + become, "sh");
  }

  private static void assertUmask(String umask, Program program) throws IOException {
    Path status = Path.of("/proc/" + program.pid() + "/status");
    assertTrue(Files.readAllLines(status).contains("Umask:\t0" + umask), umask);
  }
}
