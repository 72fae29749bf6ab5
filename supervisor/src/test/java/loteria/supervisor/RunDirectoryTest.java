package loteria.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class RunDirectoryTest {
  @TempDir private Path folder;

  @Test
  void folderIsItsOwnersAlone() throws IOException {
    assertEquals("rwx------", modeOf(RunDirectory.prepare(folder.resolve("a/b/run"))));
  }

  @Test
  void folderThatIsThereIsTakenOver() throws IOException {
    Path run = folder.resolve("run");
    Files.createDirectory(run);
    Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.writeString(run.resolve("worker-1.sock"), "left by a crash");
    assertEquals("rwx------", modeOf(RunDirectory.prepare(run)));
  }

  @Test
  void pathThatIsTooLongForASocketIsSaidToBe() {
    Path run = folder.resolve("r".repeat(100));
    String message = messageOf(run);
    assertTrue(message.contains(run.toString()), message);
    assertTrue(Files.notExists(run));
  }

  @Test
  void fileInItsPlaceIsSaidToBe() throws IOException {
    Path run = folder.resolve("run");
    Files.writeString(run, "");
    assertTrue(messageOf(run).contains(run.toString()));
  }

  private static String messageOf(Path run) {
    return String.valueOf(
        assertThrows(IOException.class, () -> RunDirectory.prepare(run)).getMessage());
  }

  private static String modeOf(Path run) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(run));
  }
}
