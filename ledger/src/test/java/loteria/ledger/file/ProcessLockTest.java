package loteria.ledger.file;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import loteria.testkit.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessLockTest {
  @TempDir private Path folder;

  @Test
  void oneProcessWaitsForAnother() throws Exception {
    Path file = Files.createFile(folder.resolve("bets.lock"));
    try (var other = ChildJvm.start(LockingProcess.class, file.toString())) {
      other.awaitLine("held");
      assertNotLockable(file);
      var acquired = acquireInBackground(file);
      assertFalse(acquired.isDone());
      other.say("continue");
      other.awaitLine("released");
      acquired.get().close();
    }
  }

  @Test
  void timeIsCountedFromTakingItToReleasingIt() throws Exception {
    Path file = Files.createFile(folder.resolve("bets.lock"));
    try (var lock = ProcessLock.open(file, () -> {})) {
      assertEquals(LockTimes.NONE, lock.times());
      long asked = System.nanoTime();
      try (LedgerLock.Held _ = lock.acquire()) {
        assertEquals(0, lock.times().heldNanos(), "it is still held");
        Thread.onSpinWait();
      }
      LockTimes first = lock.times();
      assertTrue(first.waitNanos() > 0 && first.heldNanos() > 0, first::toString);
      long longest = System.nanoTime() - asked;
      assertTrue(first.waitNanos() + first.heldNanos() <= longest, first + " of " + longest);
      requireNonNull(lock.tryAcquire()).close();
      assertEquals(first.waitNanos(), lock.times().waitNanos(), "it did not wait");
      assertTrue(lock.times().heldNanos() > first.heldNanos(), "it held it again");
    }
  }

  @Test
  void aKilledProcessHoldsNothing() throws Exception {
    Path file = Files.createFile(folder.resolve("bets.lock"));
    try (var other = ChildJvm.start(LockingProcess.class, file.toString())) {
      other.awaitLine("held");
      var acquired = acquireInBackground(file);
      other.kill();
      assertNull(other.line());
      acquired.get().close();
    }
  }

  @Test
  void aLockThatIsNotTheOthersIsReleased() throws Exception {
    Path file = Files.createFile(folder.resolve("bets.lock"));
    var wrong = new IOException("was replaced");
    try (var lock =
        ProcessLock.open(
            file,
            () -> {
              throw wrong;
            })) {
      assertSame(wrong, assertThrows(IOException.class, lock::acquire));
      try (var other = ChildJvm.start(LockingProcess.class, file.toString())) {
        other.awaitLine("held");
      }
    }
  }

  @Test
  void aLockThatIsMissingIsNotMade() {
    Path file = folder.resolve("bets.lock");
    assertThrows(NoSuchFileException.class, () -> ProcessLock.open(file, () -> {}));
    assertTrue(Files.notExists(file));
  }

  private static CompletableFuture<LedgerLock> acquireInBackground(Path file) {
    var acquired = new CompletableFuture<LedgerLock>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                var lock = ProcessLock.open(file, () -> {});
                lock.acquire().close();
                acquired.complete(lock);
              } catch (IOException e) {
                acquired.completeExceptionally(e);
              }
            });
    return acquired;
  }

  private static void assertNotLockable(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertNull(channel.tryLock());
    }
  }
}
