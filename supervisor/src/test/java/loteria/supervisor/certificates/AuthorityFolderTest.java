package loteria.supervisor.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class AuthorityFolderTest {
  @TempDir private Path place;

  @Test
  void whatIsPublishedReplacesWhatWasThereAndHasItsMode() throws IOException {
    Path folder = authority("old");
    try (AuthorityFolder files = AuthorityFolder.open(folder)) {
      files.writePublic("public", "new");
      files.writePrivate("private", "new");
      files.publish();
    }

    assertEquals(Set.of(".lock", Authority.STORE, "public", "private"), names(folder));
    assertEquals("new", Files.readString(folder.resolve("public")));
    assertEquals("rw-r--r--", mode(folder.resolve("public")));
    assertEquals("rw-------", mode(folder.resolve("private")));
    assertEquals("rw-------", mode(folder.resolve(".lock")));
    assertEquals("rwx------", mode(folder));
  }

  @Test
  void whatIsNotPublishedIsDiscarded() throws IOException {
    Path folder = authority("old");
    try (AuthorityFolder files = AuthorityFolder.open(folder)) {
      files.writePublic("public", "new");
      assertEquals("rwx------", mode(files.work()));
    }

    assertEquals("old", Files.readString(folder.resolve("public")));
    assertEquals(Set.of(".lock", Authority.STORE, "public"), names(folder));
  }

  /** The state that a kill before {@code publish} leaves. */
  @Test
  void nextCommandDiscardsTheWorkOfOneThatWasKilled() throws IOException {
    Path folder = authority("old");
    Path work = Files.createDirectory(folder.resolve(".work"));
    Files.writeString(work.resolve("public"), "new");

    AuthorityFolder.open(folder).close();

    assertEquals("old", Files.readString(folder.resolve("public")));
    assertEquals(Set.of(".lock", Authority.STORE, "public"), names(folder));
  }

  /** The state that a kill in {@code publish} leaves: some of the files are moved. */
  @Test
  void nextCommandMovesTheRestOfWhatOneThatWasKilledPublished() throws IOException {
    Path folder = authority("old");
    Files.writeString(folder.resolve("private"), "new");
    Path complete = Files.createDirectory(folder.resolve(".complete"));
    Files.writeString(complete.resolve("public"), "new");

    try (AuthorityFolder files = AuthorityFolder.open(folder)) {
      assertEquals("new", Files.readString(files.published("public")));
    }

    assertEquals(Set.of(".lock", Authority.STORE, "public", "private"), names(folder));
  }

  /** The same of the command that made the authority. */
  @Test
  void authorityWithoutAnyMovedFileIsOne() throws IOException {
    Path folder = Files.createDirectory(place.resolve("new"));
    Path complete = Files.createDirectory(folder.resolve(".complete"));
    Files.writeString(complete.resolve(Authority.STORE), "keys");

    AuthorityFolder.open(folder).close();

    assertEquals("keys", Files.readString(folder.resolve(Authority.STORE)));
  }

  @Test
  void newAuthorityNeedsAnEmptyFolder() throws IOException {
    Path folder = Files.createDirectory(place.resolve("used"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(folder.resolve("bets.csv"), "");

    assertRefused(folder, folder + " is not empty: it contains bets.csv");
    assertEquals(Set.of("bets.csv"), names(folder));
    assertEquals("rwxr-xr-x", mode(folder));

    Files.delete(folder.resolve("bets.csv"));
    AuthorityFolder.create(folder).close();
    assertEquals("rwx------", mode(folder));
    AuthorityFolder.create(folder).close();
  }

  @Test
  void fileInItsPlaceIsNamed() throws IOException {
    Path file = Files.createFile(place.resolve("file"));

    assertRefused(file, file + " is not a folder");
  }

  @Test
  void folderWithoutAnAuthorityStaysAsItIs() {
    AuthorityException refused =
        assertThrows(AuthorityException.class, () -> AuthorityFolder.open(place));

    assertTrue(
        String.valueOf(refused.getMessage()).contains("certificates init"), refused.getMessage());
    assertEquals(Set.of(), names(place));
  }

  private Path authority(String content) throws IOException {
    Path folder = place.resolve("authority");
    try (AuthorityFolder files = AuthorityFolder.create(folder)) {
      files.writePrivate(Authority.STORE, "keys");
      files.writePublic("public", content);
      files.publish();
    }
    return folder;
  }

  private static void assertRefused(Path folder, String why) {
    AuthorityException refused =
        assertThrows(AuthorityException.class, () -> AuthorityFolder.create(folder));

    assertTrue(String.valueOf(refused.getMessage()).startsWith(why), refused.getMessage());
  }

  private static Set<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> names = new TreeSet<>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
