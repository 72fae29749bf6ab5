package loteria.ledger.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import loteria.ipc.folder.FileAccess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are read past the system's cache, where the file system of the test has that. */
@Timeout(60)
class DirectFileTest {
  private static final long SEED = 20_261_130;
  private static final int BYTES = 700_001;

  @TempDir private Path folder;

  @Test
  void anyPartIsReadAsItWasWritten() throws IOException {
    var random = new Random(SEED);
    byte[] content = new byte[BYTES];
    random.nextBytes(content);
    Files.write(folder.resolve("file"), content);
    try (LedgerFile file = direct("file")) {
      assertEquals(BYTES, file.size());
      for (int i = 0; i < 300; i++) {
        int from = random.nextInt(BYTES + 5_000);
        int count = random.nextInt(i % 10 == 0 ? BYTES : 10_000);
        int expected = Math.clamp(BYTES - from, 0, count);
        var into = ByteBuffer.allocate(count);
        file.read(into, from);
        assertEquals(expected, into.position(), () -> "seed " + SEED);
        assertArrayEquals(
            Arrays.copyOfRange(content, Math.min(from, BYTES), Math.min(from, BYTES) + expected),
            Arrays.copyOf(into.array(), expected),
            () -> "from " + from + ", seed " + SEED);
      }
    }
  }

  private LedgerFile direct(String name) throws IOException {
    @Nullable LedgerFolder onDisk = new DiskFolder(folder, FileAccess.OWNER).onDisk(name);
    assumeTrue(onDisk != null, "a file system without direct reads");
    return java.util.Objects.requireNonNull(onDisk).open(name);
  }
}
