package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The most that the processes may hold fits into the memory that the distribution gives them. */
@Timeout(10)
class MemoryLimitTest {
  private static final Path DISTRIBUTION = Path.of(System.getProperty("loteria.distribution"));
  private static final long MIB = 1 << 20;

  /** The default settings. */
  private static final long SESSIONS = setting("max-connections");

  private static final long AGENCIES = setting("agencies");
  private static final long HELD_TOTAL_BYTES = setting("max-held-total-kib") << 10;

  /** The part of a heap that the serial collector needs to work in. */
  private static final double FREE = 0.25;

  @Test
  void supervisorsHeapHoldsAllThatItMayHold() throws IOException {
    long heap = heapBytes(Files.readString(DISTRIBUTION.resolve("bin/supervisor")));
    assertFits(loteria.supervisor.MemoryPlan.heapBound(SESSIONS, false, AGENCIES), heap);
  }

  /** The launcher's second heap is for a server with TLS. */
  @Test
  void itHoldsEncryptedSessionsToo() throws IOException {
    String launcher = Files.readString(DISTRIBUTION.resolve("bin/supervisor"));
    long heap = heapBytes(launcher.substring(launcher.lastIndexOf("-Xmx")));
    assertFits(loteria.supervisor.MemoryPlan.heapBound(SESSIONS, true, AGENCIES), heap);
  }

  /** By default as much as the heap. */
  @Test
  void whatTheSupervisorKeepsBesideItsHeapFits() throws IOException {
    long direct = heapBytes(Files.readString(DISTRIBUTION.resolve("bin/supervisor")));
    long bound = loteria.supervisor.MemoryPlan.directBound(SESSIONS, HELD_TOTAL_BYTES);
    assertTrue(bound <= direct, bound / MIB + " MiB of " + direct / MIB);
  }

  @Test
  void workersHeapHoldsAllThatItMayHold() {
    long heap = heapBytes(text("worker-java-options"));
    assertFits(loteria.worker.WorkerMemory.bound(heap, SESSIONS, AGENCIES), heap);
  }

  private static void assertFits(long bound, long heap) {
    assertTrue(bound <= heap * (1 - FREE), bound / MIB + " MiB of " + heap / MIB);
  }

  private static long heapBytes(String options) {
    Matcher matcher = Pattern.compile("-Xmx(\\d+)m").matcher(options);
    assertTrue(matcher.find(), options);
    return Long.parseLong(matcher.group(1)) * MIB;
  }

  private static long setting(String flag) {
    return Long.parseLong(text(flag));
  }

  /** A default from the distributed configuration file. */
  private static String text(String flag) {
    Path file = DISTRIBUTION.resolve("conf/loteria.properties");
    try {
      Matcher matcher =
          Pattern.compile("(?m)^#?" + flag + " *= *(.*)$").matcher(Files.readString(file));
      assertTrue(matcher.find(), flag);
      return matcher.group(1).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
