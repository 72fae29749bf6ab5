package loteria.ledger.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.folder.FolderChangedException;
import loteria.ipc.folder.FolderWatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class FolderFilesTest {
  @TempDir private Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void make() throws IOException {
    folder = temporary.resolve("data/default");
    DrawFolder.make(folder, FileAccess.OWNER);
    DrawFolder.beginRun(folder, FileAccess.OWNER);
  }

  @Test
  void whatIsWrittenToThemChangesNothing() throws IOException {
    try (FolderFiles files = FolderFiles.hold(folder)) {
      Files.write(folder.resolve("log/0000000000000000"), new byte[8192]);
      Files.write(folder.resolve("bets.csv"), new byte[1000]);
      files.check();
      files.checkLock();
      assertEquals(files, files.checkSame(id(), FolderFiles.of(folder).fingerprint()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "bets.lock", "bets.csv"})
  void fileThatIsRemovedIsNamed(String name) throws IOException {
    try (FolderFiles files = FolderFiles.hold(folder)) {
      Files.delete(folder.resolve(name));
      assertChanged(folder.resolve(name) + " was removed while the server runs", files::check);
      assertChanged(folder.resolve(name) + " is missing", () -> FolderFiles.of(folder));
    }
  }

  /**
   * A system likes to give the next file the inode of the one just removed: not while it is held.
   */
  @ParameterizedTest
  @ValueSource(strings = {"identity", "bets.lock", "bets.csv"})
  void fileThatIsReplacedByItsLikeIsNamed(String name) throws IOException {
    try (FolderFiles files = FolderFiles.hold(folder)) {
      byte[] content = Files.readAllBytes(folder.resolve(name));
      Files.delete(folder.resolve(name));
      Files.write(folder.resolve(name), content);
      assertChanged(folder.resolve(name) + " was replaced while the server runs", files::check);
      FolderFiles others = FolderFiles.of(folder);
      String ledger = id();
      assertChanged("are not those", () -> others.checkSame(ledger, files.fingerprint()));
    }
  }

  @Test
  void otherLedgerIsNamed() throws IOException {
    FolderFiles files = FolderFiles.of(folder);
    assertChanged(
        "has ledger " + id() + ", the server began with another",
        () -> files.checkSame("another", files.fingerprint()));
  }

  @Test
  void lockIsNotTheOneThatOthersTakeOnceItIsReplacedOrALaterServerHasBegun() throws IOException {
    try (FolderFiles files = FolderFiles.hold(folder)) {
      DrawFolder.beginRun(folder, FileAccess.OWNER);
      assertChanged(folder.resolve("identity") + " was replaced", files::checkLock);
    }
    try (FolderFiles files = FolderFiles.hold(folder)) {
      Files.delete(folder.resolve("bets.lock"));
      assertChanged(folder.resolve("bets.lock") + " was removed", files::checkLock);
    }
  }

  @Test
  void folderThatIsMovedAwayIsMissed() throws Exception {
    var failures = new LinkedBlockingQueue<Throwable>();
    try (FolderFiles files = FolderFiles.hold(folder)) {
      FolderWatch.start(files::check, failures::add);
      Files.move(temporary.resolve("data"), temporary.resolve("moved"));
      Throwable why = failures.poll(5, TimeUnit.SECONDS);
      assertTrue(why instanceof FolderChangedException, () -> "failed with " + why);
      DrawFolder.make(folder, FileAccess.OWNER);
      DrawFolder.beginRun(folder, FileAccess.OWNER);
      assertThrows(FolderChangedException.class, files::check);
    }
  }

  private String id() throws IOException {
    return LedgerIdentity.read(folder).id().toString();
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void assertChanged(String why, Step step) {
    var changed = assertThrows(FolderChangedException.class, step::run);
    String message = String.valueOf(changed.getMessage());
    assertTrue(message.contains(why), message);
  }
}
