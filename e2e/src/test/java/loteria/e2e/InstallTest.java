package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The targets {@code make install} and {@code make uninstall}, into temporary folders. */
@Timeout(240)
class InstallTest {
  private static final Path DISTRIBUTION = Path.of(System.getProperty("loteria.distribution"));
  private static final Path SCRIPTS = DISTRIBUTION.resolve("../../e2e").normalize();

  @TempDir Path folder;

  @Test
  void installedItRunsThroughItsLinksWithCachesOfItsOwn() throws IOException {
    Path prefix = folder.resolve("usr");
    script("install", DISTRIBUTION.toString(), prefix.toString());

    String madeFor = Files.readString(prefix.resolve("lib/loteria/lib/aot/made-for")).strip();
    assertTrue(madeFor.endsWith(" " + prefix.resolve("lib/loteria")), madeFor);
    assertTrue(Files.isSymbolicLink(prefix.resolve("bin/supervisor")));
    Path bets = Files.createDirectory(folder.resolve(".data"));
    for (String agency : List.of("1", "2")) {
      String file = bets.resolve("agency-" + agency + ".csv").toString();
      String program = prefix.resolve("bin/agency").toString();
      ShellCommand.run(
          folder, program, "generate", "--bets=500", "--winners=" + agency, "--file=" + file);
    }
    String lottery =
        ShellCommand.run(folder, SCRIPTS.resolve("run.sh").toString(), prefix.toString(), "2", "2");
    assertTrue(lottery.contains("1000 bets, 2 workers"), lottery);
    // What went wrong on the way would be printed before the figures.
    assertTrue(lottery.lines().toList().get(3).startsWith("1000 bets"), lottery);
  }

  @Test
  void belowDestdirNothingIsRunAndNothingPointsIntoIt() throws IOException {
    Path destdir = folder.resolve("package");
    String said = script("install", DISTRIBUTION.toString(), "/usr", destdir.toString());

    assertTrue(said.contains("/usr/lib/loteria/lib/make-aot.sh"), said);
    assertFalse(Files.exists(destdir.resolve("usr/lib/loteria/lib/aot")));
    assertTrue(Files.exists(destdir.resolve("etc/loteria/loteria.properties")));
    String unit = Files.readString(destdir.resolve("usr/lib/systemd/system/loteria.service"));
    assertTrue(
        unit.contains("ExecStart=/usr/bin/supervisor --config /etc/loteria/loteria.properties "));
    assertFalse(unit.contains("@PREFIX@") || unit.contains("@SYSCONFDIR@"), unit);
    assertFalse(unit.contains(destdir.toString()), unit);
    String link = Files.readSymbolicLink(destdir.resolve("usr/bin/agency")).toString();
    assertEquals("../lib/loteria/bin/agency", link);
    assertTrue(
        ShellCommand.run(folder, destdir.resolve("usr/bin/agency").toString(), "--version")
            .startsWith("agency "));
    assertTrue(
        ShellCommand.run(folder, destdir.resolve("usr/bin/auditor").toString(), "--version")
            .startsWith("auditor "));
  }

  @Test
  void anotherInstallKeepsSettingsAndLeavesNothingOfTheOldPrograms() throws IOException {
    Path destdir = folder.resolve("package");
    script("install", DISTRIBUTION.toString(), "/usr/local", destdir.toString());
    Path old = destdir.resolve("usr/local/lib/loteria/lib/loteria-ipc-0.0.1.jar");
    Files.writeString(old, "old");
    Path settings = destdir.resolve("usr/local/etc/loteria/loteria.properties");
    Files.writeString(settings, "agencies = 7\n");

    script("install", DISTRIBUTION.toString(), "/usr/local", destdir.toString());

    assertFalse(Files.exists(old));
    assertEquals("agencies = 7\n", Files.readString(settings));
  }

  @Test
  void uninstallLeavesChangedFilesAndNothingElse() throws IOException {
    Path destdir = folder.resolve("package");
    script("install", DISTRIBUTION.toString(), "/usr", destdir.toString());
    Path settings = destdir.resolve("etc/loteria/loteria.properties");
    Files.writeString(settings, "agencies = 7\n");

    String said = script("uninstall", "/usr", destdir.toString());

    assertTrue(said.contains(settings.toString()), said);
    try (Stream<Path> left = Files.walk(destdir)) {
      assertEquals(List.of(settings), left.filter(path -> !Files.isDirectory(path)).toList());
    }
  }

  private String script(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = SCRIPTS.resolve("install.sh").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return ShellCommand.run(folder, command);
  }
}
