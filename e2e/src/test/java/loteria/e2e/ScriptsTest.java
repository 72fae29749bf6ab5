package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The scripts behind the targets of the Makefile, in cases where something goes wrong. */
@Timeout(120)
class ScriptsTest {
  private static final Path SCRIPTS = Script.PROJECT.resolve("e2e");

  @TempDir Path folder;

  @Test
  void lotteryEndsWhenOneOfItsAgenciesDoesAndLeavesNothing() throws IOException {
    bets(1, "Ana,Paz,1,1990-05-17,7574\n");
    Files.createDirectory(folder.resolve(".data/agency-2.csv"));
    List<Path> before = foldersOfRuns();

    Script lottery = lottery();

    assertEquals(1, lottery.code(), lottery.toString());
    assertTrue(lottery.printed().startsWith("agency 2 ended with 2; the end"), lottery.toString());
    assertEquals(before, foldersOfRuns());
    assertEquals(List.of(), list(folder.resolve("tmp"), ""));
  }

  @Test
  void lotteryWithRefusedRowsPrintsItsTableAndEndsWith3() throws IOException {
    bets(1, "Ana,Paz,1,1990-05-17,7574\nAna,Paz,2,1990-05-17,none\n");
    bets(2, "Leo,Sosa,3,1990-05-17,1\n");

    Script lottery = lottery();

    assertEquals(3, lottery.code(), lottery.toString());
    List<String> lines = lottery.printed().lines().toList();
    assertEquals("     1        1  1", lines.get(1));
    assertEquals("     2        1  none", lines.get(2));
    assertTrue(lines.get(3).startsWith("2 bets, 2 workers: "), lottery.toString());
    assertTrue(lines.contains("  winners: 1, agency 1: 1"), lottery.toString());
    assertTrue(lines.contains("  agrees"), lottery.toString());
    assertTrue(lines.getLast().startsWith("agency 1: rows were refused"), lottery.toString());
    assertTrue(lines.getLast().contains("correct them"), lottery.toString());
  }

  @Test
  void lotteryEndsByNamingThePageAndTheStatusOfAServerThatStays() throws IOException {
    bets(1, "Ana,Paz,1,1990-05-17,7574\n");
    bets(2, "Leo,Sosa,3,1990-05-17,1\n");

    Script lottery = lottery();

    assertEquals(0, lottery.code(), lottery.toString());
    String supervisor = Script.DISTRIBUTION.resolve("bin/supervisor").toString();
    for (String line :
        List.of(
            supervisor + " --agencies 2 --winning-number 7574 --http 127.0.0.1:8080",
            "http://127.0.0.1:8080",
            supervisor + " status",
            "./data",
            "for n in $(seq 2); do",
            "--id $n --file .data/agency-$n.csv")) {
      assertTrue(lottery.printed().contains(line), line + " in " + lottery);
    }
  }

  @Test
  void lotteryWithTlsRefusesAnotherAgencysCertificateAndLeavesNoKey() throws IOException {
    bets(1, "Ana,Paz,1,1990-05-17,7574\n");
    bets(2, "Leo,Sosa,3,1990-05-17,1\n");

    Script lottery = lottery(Map.of("TLS", "1"));

    assertEquals(0, lottery.code(), lottery.toString());
    List<String> lines = lottery.printed().lines().toList();
    assertTrue(lines.getFirst().startsWith("made an authority"), lottery.toString());
    assertTrue(
        lines.get(1).contains("certificate is that of agency 2, not of agency 1"),
        lottery.toString());
    assertEquals("     1        1  1", lines.get(3));
    assertEquals("     2        1  none", lines.get(4));
    assertTrue(lottery.printed().contains(" --tls-port 12346 "), lottery.toString());
    assertEquals(List.of(), list(folder.resolve("tmp"), ""));
  }

  @Test
  void unusablePrefixIsRefusedAndNothingIsInstalled() throws IOException {
    for (String prefix : List.of("/x/in st", "/x:y", "/x\ty", "/x|y", "/x%y", "relative")) {
      for (String action : List.of("install", "uninstall")) {
        Script make = make(action, prefix);
        assertNotEquals(0, make.code(), make.toString());
        assertTrue(
            make.printed().contains("install: PREFIX '" + prefix + "' must"), make.printed());
      }
    }
    assertEquals(List.of(), list(folder.resolve("package"), ""));
  }

  @Test
  void destdirMayHoldBlanks() throws IOException {
    Path destdir = Files.createDirectory(folder.resolve("in st"));
    Script make =
        Script.run(
            Script.PROJECT,
            Map.of(),
            SCRIPTS.resolve("install.sh").toString(),
            "install",
            Script.DISTRIBUTION.toString(),
            "/usr",
            destdir.toString());
    assertEquals(0, make.code(), make.toString());
    assertTrue(Files.isSymbolicLink(destdir.resolve("usr/bin/supervisor")));
  }

  @Test
  void makePassesPathsWithBlanksWhole() throws IOException {
    String makefile = Files.readString(Script.PROJECT.resolve("Makefile"));
    assertTrue(makefile.contains("install \"$(DIST)\" \"$$PREFIX\" \"$$DESTDIR\""));
    assertTrue(makefile.contains("uninstall \"$$PREFIX\" \"$$DESTDIR\""));
    assertTrue(makefile.contains("export PREFIX DESTDIR"));
  }

  @Test
  void theComposeFileIsTheScriptsAndPublishesAnOpenPageOnThisMachineOnly() throws IOException {
    Path file = folder.resolve("compose.yml");
    String script = Script.PROJECT.resolve("generar-compose.sh").toString();
    Script made = Script.run(folder, Map.of(), script, file.toString(), "5");
    assertEquals(0, made.code(), made.toString());
    String compose = Files.readString(Script.PROJECT.resolve("docker-compose.yml"));
    assertEquals(Files.readString(file), compose);
    assertTrue(compose.contains("SERVER_HTTP_OPEN: \"true\""), compose);
    List<String> refusedRows =
        compose.lines().filter(line -> line.endsWith("-rejected:/bets")).distinct().toList();
    assertEquals(5, refusedRows.size(), "each agency's own: " + refusedRows);
    assertTrue(compose.contains("\"127.0.0.1:${LOTERIA_HTTP_PORT:-8080}:8080\""), compose);

    String prometheus =
        Files.readString(
            Script.PROJECT.resolve("supervisor/src/main/dist/monitoring/prometheus.yml"));
    assertTrue(prometheus.contains("targets: [server:8080]"), prometheus);
    assertTrue(compose.contains("SERVER_HTTP_NAME: server "), compose);
  }

  /** The volumes of the agencies have names that begin like their services. */
  @Test
  void makeFindsTheAgenciesOfTheComposeFile() {
    Script services =
        Script.run(
            Script.PROJECT,
            Map.of("MAKEFLAGS", "", "MAKELEVEL", "0"),
            "make",
            "--silent",
            "--eval=services: ; @$(AGENCY_SERVICES)",
            "services");
    assertEquals(new Script(0, "agency1\nagency2\nagency3\nagency4\nagency5"), services);
  }

  @Test
  void documentsAreIgnoredByGit() throws IOException {
    List<String> ignored = Files.readAllLines(Script.PROJECT.resolve(".gitignore"));
    assertTrue(ignored.containsAll(List.of("/data/", ".data/")), ignored.toString());
  }

  /**
   * Such code costs a process milliseconds of its start, and no cache can store it: that of a
   * {@code switch} over types, and that of the methods of a record, which Java makes at their first
   * call.
   */
  @Test
  void noProgramMakesCodeForTypeSwitchesAndRecordsAtItsStart() throws IOException {
    bets(1, "Ana,Paz,1,1990-05-17,7574\n");
    bets(2, "Leo,Sosa,2,1990-05-17,1\n");
    Path classes = Files.createDirectory(folder.resolve("classes"));

    Script lottery =
        lottery(Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes + "/%p.log"));

    assertEquals(0, lottery.code(), lottery.toString());
    List<Path> logs = list(classes, "");
    assertEquals(6, logs.size(), "programs");
    for (Path log : logs) {
      List<String> lines = Files.readAllLines(log);
      assertTrue(lines.stream().anyMatch(line -> line.contains(" loteria.")), log.toString());
      assertEquals(
          List.of(),
          lines.stream()
              .filter(line -> line.contains("TypeSwitch") || line.contains("runtime.ObjectMethods"))
              .toList(),
          "-Xlog:class+load+cause -XX:LogClassLoadingCauseFor=ObjectMethods shows the calls");
    }
  }

  private Script lottery() throws IOException {
    return lottery(Map.of());
  }

  private Script lottery(Map<String, String> environment) throws IOException {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Map<String, String> all = new HashMap<>(environment);
    all.put("TMPDIR", temporary.toString());
    return Script.run(
        folder,
        all,
        SCRIPTS.resolve("run.sh").toString(),
        Script.DISTRIBUTION.toString(),
        "2",
        "2");
  }

  /** The commands that {@code make} would run, without those of the build. */
  private Script make(String action, String prefix) throws IOException {
    Path destdir = Files.createDirectories(folder.resolve("package"));
    String script = SCRIPTS.resolve("install.sh").toString();
    return action.equals("install")
        ? Script.run(
            folder,
            Map.of(),
            script,
            action,
            Script.DISTRIBUTION.toString(),
            prefix,
            destdir.toString())
        : Script.run(folder, Map.of(), script, action, prefix, destdir.toString());
  }

  private void bets(int agency, String rows) throws IOException {
    Path data = Files.createDirectories(folder.resolve(".data"));
    Files.writeString(data.resolve("agency-" + agency + ".csv"), rows);
  }

  private static List<Path> foldersOfRuns() throws IOException {
    return list(Script.DISTRIBUTION.resolve("..").normalize(), "run.");
  }

  private static List<Path> list(Path folder, String prefix) throws IOException {
    assertFalse(Files.notExists(folder), folder::toString);
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    }
  }
}
