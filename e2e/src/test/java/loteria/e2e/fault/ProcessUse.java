package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import loteria.e2e.Server;
import org.awaitility.Awaitility;

/**
 * What the processes of a server use: descriptors and memory, as the kernel counts them once
 * garbage has been collected.
 *
 * @param pids the supervisor, then its workers
 * @param descriptors how many each has open
 * @param residentKib how much of its memory is resident
 */
public record ProcessUse(List<Long> pids, List<Integer> descriptors, List<Integer> residentKib) {
  /** Sockets of connections whose end is still on its way, and files that are read now and then. */
  private static final int DESCRIPTORS_MORE_MAX = 10;

  /** Code that has been compiled, stacks, and what a heap keeps free for what comes next. */
  private static final int RESIDENT_KIB_MORE_MAX = 48 << 10;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What they use now. */
  public static ProcessUse of(Server server) {
    List<Long> pids = new ArrayList<>();
    pids.add(server.program().pid());
    server.workers().values().forEach(worker -> pids.add(worker.pid()));
    pids.forEach(ProcessUse::collectGarbage);
    return new ProcessUse(
        pids,
        pids.stream().map(ProcessUse::descriptors).toList(),
        pids.stream().map(ProcessUse::residentKib).toList());
  }

  /** Waits until the same processes use about as much as this again. */
  public void awaitAgain(Server server) {
    Awaitility.await("descriptors and memory given back; before: " + this)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> of(server), this::isAbout);
    System.out.printf("before: %s%nafter: %s%n", this, of(server));
  }

  private boolean isAbout(ProcessUse now) {
    assertEquals(pids, now.pids, "a process was replaced");
    for (int i = 0; i < pids.size(); i++) {
      if (now.descriptors.get(i) > descriptors.get(i) + DESCRIPTORS_MORE_MAX
          || now.residentKib.get(i) > residentKib.get(i) + RESIDENT_KIB_MORE_MAX) {
        return false;
      }
    }
    return true;
  }

  private static void collectGarbage(long pid) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process collecting =
          new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertEquals(0, collecting.waitFor(), "jcmd " + pid + " GC.run");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private static int descriptors(long pid) {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return (int) open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int residentKib(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      String line = lines.filter(one -> one.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Integer.parseInt(line.replaceAll("[^0-9]", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
