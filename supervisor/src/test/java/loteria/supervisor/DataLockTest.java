package loteria.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import loteria.ipc.folder.FileIdentity;
import loteria.ipc.folder.FolderChangedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DataLockTest {
  @TempDir private Path folder;

  /** Another supervisor: prints whether it got the lock, and holds it until its input ends. */
  static final class Other {
    private Other() {}

    public static void main(String[] args) throws IOException {
      System.out.write(DataLock.take(Path.of(args[0])) == null ? '-' : '+');
      System.out.flush();
      while (System.in.read() >= 0) {
        // The parent writes nothing.
      }
    }
  }

  @Test
  void oneSupervisorAtATimeEvenInOneProcess() throws IOException {
    DataLock lock = DataLock.take(folder);
    assertNotNull(lock);
    assertNull(DataLock.take(folder));
    assertNull(DataLock.take(folder));
    lock.close();
    DataLock next = DataLock.take(folder);
    assertNotNull(next);
    next.close();
  }

  @Test
  void otherProcessIsExcludedUntilTheHolderDies() throws Exception {
    Process other = other();
    try {
      assertEquals('+', other.getInputStream().read());
      assertNull(DataLock.take(folder));
    } finally {
      other.destroyForcibly();
    }
    other.waitFor(30, TimeUnit.SECONDS);
    try (DataLock lock = DataLock.take(folder)) {
      assertNotNull(lock);
      Process late = other();
      try {
        assertEquals('-', late.getInputStream().read());
      } finally {
        late.destroyForcibly();
        late.waitFor(30, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void secondAttemptInOneProcessKeepsTheLock() throws Exception {
    try (DataLock lock = DataLock.take(folder)) {
      assertNotNull(lock);
      assertNull(DataLock.take(folder));
      Process other = other();
      try {
        assertEquals('-', other.getInputStream().read());
      } finally {
        other.destroyForcibly();
        other.waitFor(30, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void lockWhoseFileIsRemovedFailsItsCheck() throws IOException {
    try (DataLock lock = DataLock.take(folder)) {
      assertNotNull(lock);
      lock.check();
      Files.delete(folder.resolve("supervisor.lock"));
      assertThrows(FolderChangedException.class, lock::check);
      Files.createFile(folder.resolve("supervisor.lock"));
      assertThrows(FolderChangedException.class, lock::check);
    }
  }

  @Test
  void lockOfOneDrawIsNotAnothers() throws IOException {
    Path other = folder.resolve("other");
    Files.createDirectory(other);
    try (DataLock one = DataLock.take(folder);
        DataLock two = DataLock.take(other)) {
      assertNotNull(one);
      assertNotNull(two);
    }
  }

  private Process other() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes =
        String.join(
            ":", classesOf(DataLock.class), classesOf(Other.class), classesOf(FileIdentity.class));
    return new ProcessBuilder(java, "-cp", classes, Other.class.getName(), folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String classesOf(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
  }
}
