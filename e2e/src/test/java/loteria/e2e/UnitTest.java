package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import loteria.ipc.runtime.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The installed systemd unit. */
@Timeout(60)
class UnitTest {
  private static final Path DISTRIBUTION = Path.of(System.getProperty("loteria.distribution"));

  /** The exposure, of 100; systemd itself rates up to 20 as good. */
  private static final int EXPOSURE_MAX = 12;

  @TempDir Path folder;
  private Path unit = Path.of("");

  @BeforeEach
  void writeUnit() throws IOException {
    String installed =
        Files.readString(DISTRIBUTION.resolve("share/systemd/loteria.service"))
            .replace("@PREFIX@", DISTRIBUTION.toString())
            .replace("@SYSCONFDIR@", folder.toString());
    unit = Files.writeString(folder.resolve("loteria.service"), installed);
  }

  @Test
  void systemdFindsNothingWrongWithIt() {
    ShellCommand.assumeThereIs("systemd-analyze");

    assertEquals(
        "", ShellCommand.run(folder, "systemd-analyze", "verify", "--man=no", unit.toString()));
  }

  @Test
  void itMayDoLittleBesideItsWork() {
    ShellCommand.assumeThereIs("systemd-analyze");

    ShellCommand.run(
        folder,
        "systemd-analyze",
        "security",
        "--offline=yes",
        "--threshold=" + EXPOSURE_MAX,
        unit.toString());
  }

  @Test
  void itIsNotRestartedWhereAPersonMustActFirst() throws IOException {
    Set<Integer> mustAct =
        List.of(
                ExitCode.USAGE,
                ExitCode.DISK_FAILED,
                ExitCode.DATA_IN_USE,
                ExitCode.LEDGER_DAMAGED,
                ExitCode.CANNOT_LISTEN,
                ExitCode.MOVED)
            .stream()
            .map(ExitCode::code)
            .collect(Collectors.toSet());

    assertEquals(
        mustAct,
        Arrays.stream(line("RestartPreventExitStatus=").split(" ", -1))
            .map(Integer::valueOf)
            .collect(Collectors.toSet()));
  }

  private String line(String key) throws IOException {
    return Files.readAllLines(unit).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()))
        .findFirst()
        .orElseThrow();
  }
}
