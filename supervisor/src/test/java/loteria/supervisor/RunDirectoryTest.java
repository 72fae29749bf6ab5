package loteria.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import loteria.ipc.settings.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class RunDirectoryTest {
  @TempDir private Path folder;

  @Test
  void folderIsItsOwnersAlone() throws Exception {
    Path run = folder.resolve("a/b/run");
    try (RunDirectory taken = RunDirectory.take(run)) {
      assertEquals(run, taken.path());
      assertEquals("rwx------", modeOf(run));
    }
  }

  @Test
  void folderThatIsThereIsTakenWithWhatACrashLeft() throws Exception {
    Path run = made("rwx------");
    Files.writeString(run.resolve("worker-1.sock"), "left by a crash");
    RunDirectory.take(run).close();
    assertTrue(Files.exists(run.resolve("worker-1.sock")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxrwx", "rwxr-xr-x", "rwx--x---"})
  void folderThatOthersMayEnterIsRefusedAndKeepsItsMode(String mode) throws IOException {
    Path run = made(mode);
    String message = messageOf(run);
    assertTrue(message.contains(run + "' has mode " + mode), message);
    assertEquals(mode, modeOf(run));
  }

  @Test
  void folderIsOfOneServer() throws Exception {
    Path run = folder.resolve("run");
    try (RunDirectory taken = RunDirectory.take(run)) {
      assertThrows(RunDirectory.InUseException.class, () -> RunDirectory.take(run));
      taken.restore();
    }
    RunDirectory.take(run).close();
  }

  @Test
  void folderThatIsRemovedIsMadeAgainAndTaken() throws Exception {
    Path run = folder.resolve("run");
    try (RunDirectory taken = RunDirectory.take(run)) {
      Files.delete(run.resolve("supervisor.lock"));
      Files.delete(run);
      taken.restore();
      assertEquals("rwx------", modeOf(run));
      assertThrows(RunDirectory.InUseException.class, () -> RunDirectory.take(run));
      Files.delete(run.resolve("supervisor.lock"));
      taken.restore();
      assertTrue(Files.exists(run.resolve("supervisor.lock")));
    }
  }

  @Test
  void folderThatAnotherServerTookMeanwhileIsNotTakenAgain() throws Exception {
    Path run = folder.resolve("run");
    try (RunDirectory taken = RunDirectory.take(run)) {
      Files.move(run, folder.resolve("moved"));
      try (RunDirectory _ = RunDirectory.take(run)) {
        assertThrows(RunDirectory.InUseException.class, taken::restore);
      }
    }
  }

  @Test
  void pathThatIsTooLongForASocketIsReported() {
    Path run = folder.resolve("r".repeat(100));
    String message = messageOf(run);
    assertTrue(message.contains(run.toString()), message);
    assertTrue(Files.notExists(run));
  }

  @Test
  void fileInItsPlaceIsReported() throws IOException {
    Path run = folder.resolve("run");
    Files.writeString(run, "");
    assertEquals("--run: '" + run + "' is no folder", messageOf(run));
    assertEquals("--run: '" + run + "' is no folder", messageOf(run.resolve("a/b")));
  }

  private Path made(String mode) throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    return Files.setPosixFilePermissions(run, PosixFilePermissions.fromString(mode));
  }

  private static String messageOf(Path run) {
    return String.valueOf(
        assertThrows(UsageException.class, () -> RunDirectory.take(run)).getMessage());
  }

  private static String modeOf(Path run) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(run));
  }
}
