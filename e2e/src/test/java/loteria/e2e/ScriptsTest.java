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

/** The scripts behind the targets of the Makefile, where something goes wrong. */
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
    for (String told :
        List.of(
            supervisor + " --agencies 2 --http 127.0.0.1:8080",
            "http://127.0.0.1:8080",
            supervisor + " status",
            "./data",
            ".data/agency-1.csv")) {
      assertTrue(lottery.printed().contains(told), told + " in " + lottery);
    }
  }

  @Test
  void aWrongNumberIsOneLineBeforeAnythingIsBuilt() {
    for (String wrong :
        List.of("AGENCIES=x", "AGENCIES=-1", "AGENCIES=0", "AGENCIES=1 2", "WORKERS=257")) {
      Script make =
          Script.run(Script.PROJECT, Map.of("MAKEFLAGS", ""), "make", "--silent", "run", wrong);
      String[] named = wrong.split("=", -1);
      List<String> lines = make.printed().lines().toList();
      assertEquals(2, make.code(), make.toString());
      assertTrue(
          lines
              .getFirst()
              .startsWith(named[0] + " '" + named[1] + "' is not a whole number from 1"),
          make.toString());
      assertTrue(lines.getLast().startsWith("make: ***") && lines.size() == 2, make.toString());
    }
  }

  @Test
  void theScriptsThemselvesRefuseAWrongNumber() throws IOException {
    String distribution = Script.DISTRIBUTION.toString();
    assertRefused("run.sh", "WORKERS 'none'", distribution, "none", "2");
    assertRefused("run.sh", "AGENCIES '-2'", distribution, "2", "-2");
    assertRefused("make-data.sh", "AGENCIES '08x'", "08x", distribution + "/bin/agency");
    assertRefused("../generar-compose.sh", "AGENCIES 'x'", "compose.yml", "x");
    assertEquals(List.of(), list(folder, ""));
  }

  @Test
  void dataSaysWhatIsWhereOnceItMadeSome() {
    String agency = Script.DISTRIBUTION.resolve("bin/agency").toString();
    String script = SCRIPTS.resolve("make-data.sh").toString();
    Script made = Script.run(folder, Map.of(), script, "1", agency);
    assertEquals(0, made.code(), made.toString());
    assertEquals(2, made.printed().lines().count(), made.toString());
    assertTrue(
        made.printed().lines().toList().getLast().startsWith(".data has what agencies send;"));
    assertTrue(made.printed().contains("./data"), made.toString());
    assertEquals(new Script(0, ""), Script.run(folder, Map.of(), script, "1", agency));
  }

  @Test
  void aBuildShowsHowFarItIsAndWhatMavenComplainsOf() throws IOException {
    Script build =
        build(
            """
            [INFO] Building Lotería 0.1.0                                             [1/8]
            [INFO] Building Lotería: ipc 0.1.0                                        [2/8]
            [INFO] Building jar: /x/ipc/target/loteria-ipc-0.1.0.jar
            [INFO] --- exec:3.6.4:exec (start-up-caches) @ loteria-e2e ---
            make-aot: no start-up caches
            """,
            0);
    assertEquals(0, build.code(), build.toString());
    List<String> lines = build.printed().lines().skip(2).map(ScriptsTest::withoutSeconds).toList();
    assertEquals(
        List.of(
            "1/8: Lotería",
            "2/8: Lotería: ipc",
            "start-up caches, from a small lottery",
            "make-aot: no start-up caches",
            "built"),
        lines);
    assertTrue(Files.readString(folder.resolve("target/build.log")).contains("Building jar"));
  }

  @Test
  void theFirstBuildSaysThatItNeedsTheInternetAndWhenThatIsMissing() throws IOException {
    Script build = build("[ERROR] Unknown host repo.maven.apache.org\n", 1);
    assertEquals(1, build.code(), build.toString());
    assertTrue(build.printed().contains("the first build takes a few minutes"), build.toString());
    assertTrue(build.printed().contains("needs the internet"), build.toString());
    assertTrue(build.printed().contains("[ERROR] Unknown host"), build.toString());
    assertTrue(build.printed().contains("build: something could not be fetched"), build.toString());
    Files.createDirectories(folder.resolve(".m2/repository/com/uber/nullaway"));
    Script later = build("[ERROR] cannot find symbol\n", 1);
    assertFalse(later.printed().contains("internet"), later.toString());
  }

  @Test
  void withoutStartUpCachesAllWorksAndThatIsSaid() throws IOException {
    Path lib = Files.createDirectories(folder.resolve("with blanks/lib"));
    for (String script : List.of("make-aot.sh", "use-utf8.sh", "find-java.sh", "find-aot.sh")) {
      Files.copy(Script.DISTRIBUTION.resolve("lib").resolve(script), lib.resolve(script));
    }
    Script caches = Script.run(folder, Map.of(), "sh", lib.resolve("make-aot.sh").toString());
    assertEquals(0, caches.code(), caches.toString());
    assertTrue(caches.printed().contains("no start-up caches"), caches.toString());
    assertTrue(caches.printed().contains("Everything works without them"), caches.toString());
  }

  /** What {@code make} shows of a Maven that prints this. */
  private Script build(String printed, int code) throws IOException {
    Path maven = folder.resolve("maven.txt");
    Files.writeString(maven, printed);
    return Script.run(
        folder,
        Map.of("HOME", folder.toString(), "LC_ALL", "C.UTF-8"),
        SCRIPTS.resolve("build.sh").toString(),
        "sh",
        "-c",
        "cat maven.txt; exit " + code);
  }

  private static String withoutSeconds(String line) {
    return line.replaceFirst("^ *\\d+ s  ", "");
  }

  private void assertRefused(String script, String why, String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = SCRIPTS.resolve(script).toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Script refused = Script.run(folder, Map.of(), command);
    assertEquals(2, refused.code(), refused.toString());
    assertEquals(1, refused.printed().lines().count(), refused.toString());
    assertTrue(refused.printed().contains(why), refused.toString());
  }

  @Test
  void prefixThatProgramsCouldNotLiveInIsRefusedAndNothingIsInstalled() throws IOException {
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
  void makeHandsPlacesToTheScriptWhole() throws IOException {
    String makefile = Files.readString(Script.PROJECT.resolve("Makefile"));
    assertTrue(makefile.contains("install \"$(DIST)\" \"$$PREFIX\" \"$$DESTDIR\""));
    assertTrue(makefile.contains("uninstall \"$$PREFIX\" \"$$DESTDIR\""));
    assertTrue(makefile.contains("export PREFIX DESTDIR"));
  }

  @Test
  void documentsAreNotToBeCommitted() throws IOException {
    List<String> ignored = Files.readAllLines(Script.PROJECT.resolve(".gitignore"));
    assertTrue(ignored.containsAll(List.of("/data/", ".data/")), ignored.toString());
  }

  /** Such a class costs a process milliseconds of its start, and no cache can keep it. */
  @Test
  void noProgramSwitchesOverTypesOnItsWay() throws IOException {
    bets(1, "Ana,Paz,1,1990-05-17,7574\n");
    bets(2, "Leo,Sosa,2,1990-05-17,1\n");
    Path classes = Files.createDirectory(folder.resolve("classes"));

    Script lottery =
        lottery(Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes + "/%p.log"));

    assertEquals(0, lottery.code(), lottery.toString());
    List<Path> logs = list(classes, "");
    assertEquals(5, logs.size(), "programs");
    for (Path log : logs) {
      List<String> lines = Files.readAllLines(log);
      assertTrue(lines.stream().anyMatch(line -> line.contains(" loteria.")), log.toString());
      assertEquals(List.of(), lines.stream().filter(line -> line.contains("TypeSwitch")).toList());
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

  /** What {@code make} would run, without what would be built before. */
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
