package loteria.ipc.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class ModeCheckTest {
  @TempDir private Path temporary;
  private Path data;
  private Path folder;

  @BeforeEach
  void create() throws IOException {
    data = temporary.resolve("data");
    folder = data.resolve("default");
    FileAccess.OWNER.createFolders(folder.resolve("log"));
    FileAccess.OWNER.createFolders(folder.resolve("run"));
    for (String name : List.of("log/mark", "bets.csv", "bets.lock", "run/a.sock")) {
      FileAccess.OWNER.create(folder.resolve(name)).close();
    }
  }

  @Test
  void whatIsCreatedIsSilent() throws IOException {
    assertEquals(List.of(), ModeCheck.ofDraw(folder, FileAccess.OWNER));
    assertEquals(List.of(), ModeCheck.ofDraw(folder, FileAccess.GROUP_READABLE));
  }

  @Test
  void everyPathIsLookedAtAndOtherDrawsAreNot() throws IOException {
    FileAccess.OWNER.createFolders(data.resolve("other"));
    chmod("rwxrwxrwx", data.resolve("other"));
    List<Path> all =
        List.of(
            data,
            folder,
            folder.resolve("log"),
            folder.resolve("log/mark"),
            folder.resolve("run/a.sock"));
    for (Path path : all) {
      chmod("rwx--x---", path);
      assertEquals(List.of(path), found(FileAccess.OWNER));
      chmod("rwx------", path);
    }
    assertEquals(List.of(), found(FileAccess.OWNER));
  }

  @Test
  void groupIsAskedForWhereItIsTheDatas() throws IOException {
    for (String name : List.of("", "log")) {
      chmod("rwxr-x---", folder.resolve(name));
    }
    chmod("rw-r-----", folder.resolve("bets.csv"));
    chmod("rw-r-----", folder.resolve("log/mark"));
    assertEquals(List.of(), found(FileAccess.GROUP_READABLE));
    assertEquals(4, found(FileAccess.OWNER).size());

    chmod("rw-r-----", folder.resolve("bets.lock"));
    assertEquals(List.of(folder.resolve("bets.lock")), found(FileAccess.GROUP_READABLE));
    chmod("rw-------", folder.resolve("bets.lock"));
    chmod("rwxr-x---", folder.resolve("run"));
    assertEquals(List.of(folder.resolve("run")), found(FileAccess.GROUP_READABLE));
  }

  /** Its own mode says nothing, and the system lets every user do everything with it. */
  @Test
  void linkIsWhatItLeadsTo() throws IOException {
    Path elsewhere = temporary.resolve("elsewhere");
    FileAccess.OWNER.createFolders(elsewhere);
    FileAccess.OWNER.create(elsewhere.resolve("file")).close();
    Files.createSymbolicLink(folder.resolve("link"), elsewhere);
    Files.createSymbolicLink(folder.resolve("nowhere"), Path.of("missing"));
    Files.createSymbolicLink(folder.resolve("round"), folder);
    assertEquals(List.of(), found(FileAccess.OWNER));
    chmod("rw----r--", elsewhere.resolve("file"));
    assertEquals(List.of(folder.resolve("link/file")), found(FileAccess.OWNER));
  }

  @ParameterizedTest
  @CsvSource({
    "OWNER, rw-r--r--, 644, every user may read it, go-r",
    "OWNER, rw-r-----, 640, its group may read it, g-r",
    "OWNER, rw----r--, 604, every user may read it, o-r",
    "OWNER, rw-rw----, 660, its group may change it, g-rw",
    "OWNER, rw-rw-r--, 664, 'its group may change it, and every user may read it', 'g-rw,o-r'",
    "OWNER, rw-rw-rw-, 666, DANGER: EVERY USER OF THIS MACHINE MAY CHANGE IT, go-rw",
    "GROUP_READABLE, rw-r--r--, 644, every user may read it, o-r",
    "GROUP_READABLE, rw-rw----, 660, its group may change it, g-w",
  })
  void lineSaysWhoMayDoWhatAndHowToChangeThat(
      FileAccess asked, String mode, String octal, String who, String change) throws IOException {
    Path file = folder.resolve("bets.csv");
    chmod(mode, file);
    OpenPath open = check(file, asked);
    assertEquals(file + " has mode " + octal + ": " + who, open.text());
    assertEquals("chmod " + change + " " + file, open.remedy());
  }

  @Test
  void pathIsOneWordOfTheShell() throws IOException {
    Path file = Files.createFile(folder.resolve("it's mine.csv"));
    chmod("rw-r-----", file);
    OpenPath open = check(file, FileAccess.OWNER);
    assertEquals("chmod g-r '" + folder + "/it'\\''s mine.csv'", open.remedy());
    assertNull(ModeCheck.ofFile(file, FileAccess.GROUP_READABLE));
    assertNull(ModeCheck.ofFile(folder.resolve("missing"), FileAccess.OWNER));
  }

  @Test
  void mostHarmfulComesFirst() throws IOException {
    chmod("rwxr-xr-x", data);
    chmod("rw----rw-", folder.resolve("bets.csv"));
    chmod("rw-rw----", folder.resolve("log/mark"));
    List<Path> sorted =
        ModeCheck.ofDraw(folder, FileAccess.OWNER).stream()
            .sorted(OpenPath.MOST_HARMFUL_FIRST)
            .map(OpenPath::path)
            .toList();
    assertEquals(List.of(folder.resolve("bets.csv"), folder.resolve("log/mark"), data), sorted);
  }

  private List<Path> found(FileAccess asked) throws IOException {
    return ModeCheck.ofDraw(folder, asked).stream().map(OpenPath::path).toList();
  }

  private static OpenPath check(Path file, FileAccess asked) throws IOException {
    return Objects.requireNonNull(ModeCheck.ofFile(file, asked), "nothing is reported");
  }

  private static void chmod(String mode, Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }
}
