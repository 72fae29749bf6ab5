package loteria.ipc.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import loteria.testkit.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A full disk on a system whose language is not English, with much room left, as under a quota. */
@Timeout(60)
class DiskFullLanguageTest {
  private static final String LOCALE = "es_AR.UTF-8";
  private static final Path SPANISH = Path.of("/usr/share/locale/es/LC_MESSAGES/libc.mo");

  @TempDir private Path folder;

  /** On a system without Spanish this test fails in CI, and reports itself skipped elsewhere. */
  @Test
  void isKnownInSpanish() throws Exception {
    if (!Files.exists(SPANISH) || !isMade()) {
      if (System.getenv("CI") != null) {
        fail("no locale " + LOCALE);
      }
      System.err.println("NOT TESTED, a full disk in Spanish: no locale " + LOCALE);
      return;
    }
    List<String> command = ChildJvm.command(FullDiskProgram.class);
    command.addAll(List.of("Se ha excedido la cuota de disco", "Error de entrada/salida"));
    try (var child =
        ChildJvm.start(command, Map.of("LOCPATH", folder.toString(), "LC_ALL", LOCALE))) {
      child.awaitExit();
      List<String> lines = child.lines();
      assertTrue(lines.contains("No queda espacio en el dispositivo: true"), lines::toString);
      assertTrue(lines.contains("Se ha excedido la cuota de disco: true"), lines::toString);
      assertTrue(lines.contains("Error de entrada/salida: false"), lines::toString);
    }
  }

  /** Makes the locale for this test alone. */
  private boolean isMade() throws InterruptedException {
    try {
      return new ProcessBuilder(
                  "localedef", "-i", "es_AR", "-f", "UTF-8", folder.resolve(LOCALE).toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException _) {
      return false;
    }
  }
}
