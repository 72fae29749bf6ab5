package loteria.ipc.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Under the umask of the test's process; PrivateFilesTest has others. */
@Timeout(10)
class FileAccessTest {
  @TempDir private Path temporary;

  @ParameterizedTest
  @CsvSource({"OWNER, rw-------, rwx------", "GROUP_READABLE, rw-r-----, rwxr-x---"})
  void whatIsCreatedHasItsMode(FileAccess access, String file, String folder) throws IOException {
    Path inner = temporary.resolve("a/b/c");
    access.createFolders(inner);
    access.create(inner.resolve("created")).close();
    access.openOrCreate(inner.resolve("opened")).close();
    for (String made : List.of("a", "a/b", "a/b/c")) {
      assertEquals(folder, modeOf(temporary.resolve(made)));
    }
    assertEquals(file, modeOf(inner.resolve("created")));
    assertEquals(file, modeOf(inner.resolve("opened")));
  }

  @Test
  void fileThatIsOpenedKeepsItsModeAndContent() throws IOException {
    Path file = made("opened", "rw-rw-r--");
    try (FileChannel channel = FileAccess.OWNER.openOrCreate(file)) {
      channel.write(ByteBuffer.wrap(new byte[] {'B'}), 0);
    }
    assertEquals("rw-rw-r--", modeOf(file));
    assertEquals("Before", Files.readString(file));
  }

  @Test
  void folderThatExistsKeepsItsMode() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("folder"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));
    FileAccess.OWNER.createFolders(folder);
    Path link = Files.createSymbolicLink(temporary.resolve("link"), folder);
    FileAccess.OWNER.createFolders(link);
    assertEquals("rwxrwxr-x", modeOf(folder));
    FileAccess.OWNER.createFolders(link.resolve("in"));
    assertEquals("rwx------", modeOf(folder.resolve("in")));
  }

  @Test
  void fileInAFoldersPlaceIsReported() throws IOException {
    Path file = made("file", "rw-------");
    assertThrows(FileAlreadyExistsException.class, () -> FileAccess.OWNER.createFolders(file));
  }

  /** Its mode, its owner and what it leads to are another's. */
  @Test
  void fileThatIsCreatedIsNoneThatWasThere() throws IOException {
    Path target = made("target", "rw-rw-rw-");
    Path link = Files.createSymbolicLink(temporary.resolve("link"), target);
    for (Path path : new Path[] {link, made("left", "rw-rw-rw-")}) {
      try (FileChannel channel = FileAccess.OWNER.create(path)) {
        assertEquals(0, channel.size());
        channel.write(ByteBuffer.wrap(new byte[] {'N'}));
      }
      assertTrue(Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS));
      assertEquals("rw-------", modeOf(path));
      assertEquals("N", Files.readString(path));
    }
    assertEquals("before", Files.readString(target));
  }

  @Test
  void folderHandsItsGroupOn() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("folder"));
    Files.setAttribute(folder, "unix:mode", 02700);
    FileAccess.GROUP_READABLE.createFolders(folder.resolve("in"));
    assertEquals(042750, Files.getAttribute(folder.resolve("in"), "unix:mode"));
  }

  private Path made(String name, String mode) throws IOException {
    Path file = Files.writeString(temporary.resolve(name), "before");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static String modeOf(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
