package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of `make`: what it is at, what is where, and what was mistyped. */
@Timeout(120)
class MakeTest {
  private static final Path SCRIPTS = Script.PROJECT.resolve("e2e");

  @TempDir Path folder;

  @Test
  void aWrongNumberIsOneLineBeforeAnythingIsBuilt() {
    for (String wrong :
        List.of("AGENCIES=x", "AGENCIES=-1", "AGENCIES=0", "AGENCIES=1 2", "WORKERS=257")) {
      assertMakeRefuses("run", wrong, "is not a whole number from ");
    }
  }

  /** Else the containers would start, and without TLS. */
  @Test
  void tlsIsOnOrOffAndNothingElse() {
    for (String wrong : List.of("TLS=yes", "TLS=01", "TLS=00", "TLS=2", "TLS=")) {
      for (String target : List.of("run", "docker-compose-up", "docker-compose-down")) {
        assertMakeRefuses(target, wrong, "is neither 0 nor 1");
      }
    }
  }

  @Test
  void theScriptsThemselvesRefuseAWrongNumber() throws IOException {
    String distribution = Script.DISTRIBUTION.toString();
    assertRefused("run.sh", "WORKERS 'none'", distribution, "none", "2");
    assertRefused("run.sh", "AGENCIES '-2'", distribution, "2", "-2");
    Script run =
        Script.run(
            folder,
            Map.of("TLS", "01"),
            SCRIPTS.resolve("run.sh").toString(),
            distribution,
            "2",
            "2");
    assertEquals(new Script(2, "TLS '01' is neither 0 nor 1: try TLS=1"), run);
    assertRefused("make-data.sh", "AGENCIES '08x'", "08x", distribution + "/bin/agency");
    assertRefused("../generar-compose.sh", "AGENCIES 'x'", "compose.yml", "x");
    assertTrue(Files.notExists(folder.resolve(".data")), "made data");
    assertTrue(Files.notExists(folder.resolve("compose.yml")), "made a compose file");
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
            [INFO] --- exec:3.6.4:exec (format) @ loteria ---
            [INFO] Building Lotería: ipc 0.1.0                                        [2/8]
            [INFO] Building jar: /x/ipc/target/loteria-ipc-0.1.0.jar
            [INFO] --- exec:3.6.4:exec (start-up-caches) @ loteria-e2e ---
            make-aot: no start-up caches
            """,
            0);
    assertEquals(0, build.code(), build.toString());
    List<String> lines = build.printed().lines().skip(2).map(MakeTest::withoutSeconds).toList();
    assertEquals(
        List.of(
            "1/8: Lotería",
            "checking the format of the sources",
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

  private static void assertMakeRefuses(String target, String wrong, String why) {
    Script make =
        Script.run(
            Script.PROJECT,
            Map.of("MAKEFLAGS", "", "MAKELEVEL", "0"),
            "make",
            "--silent",
            target,
            wrong);
    String[] named = wrong.split("=", -1);
    List<String> lines = make.printed().lines().toList();
    assertEquals(2, make.code(), make.toString());
    assertTrue(
        lines.getFirst().startsWith(named[0] + " '" + named[1] + "' " + why), make.toString());
    assertTrue(lines.getLast().startsWith("make: ***") && lines.size() == 2, make.toString());
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
}
