package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loteria.e2e.RunningServer;
import org.awaitility.Awaitility;

/**
 * The resources of a server's processes: descriptors and memory. Of a heap only live objects count,
 * because Java keeps pages that it has used once; of other memory, the resident part.
 *
 * @param pids the supervisor, then its workers
 * @param descriptors how many each has open
 * @param heapKib how much of its heap is live
 * @param otherKib how much of its memory is resident, without the heap
 */
public record ProcessUse(
    List<Long> pids, List<Integer> descriptors, List<Integer> heapKib, List<Integer> otherKib) {
  /** Sockets of connections that are still ending, and files that are read now and then. */
  private static final int DESCRIPTORS_MORE_MAX = 10;

  /** Buffers that are kept for the next connection, and classes loaded at first use. */
  private static final int HEAP_KIB_MORE_MAX = 1 << 10;

  /** Compiled code, classes, stacks, and buffers beside the heap. */
  private static final int OTHER_KIB_MORE_MAX = 32 << 10;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern GENERATION =
      Pattern.compile("total \\d+K, used \\d+K \\[0x(\\w+), 0x\\w+, 0x(\\w+)\\)");
  private static final Pattern ALIVE = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
  private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+)-[0-9a-f]+ .*");

  /** The present use. */
  public static ProcessUse of(RunningServer server) {
    List<Long> pids = new ArrayList<>();
    pids.add(server.program().pid());
    server.workers().values().forEach(worker -> pids.add(worker.pid()));
    List<Integer> heap = new ArrayList<>();
    List<Integer> other = new ArrayList<>();
    for (long pid : pids) {
      measureMemory(pid, heap, other);
    }
    return new ProcessUse(pids, pids.stream().map(ProcessUse::descriptors).toList(), heap, other);
  }

  /** The use once no more descriptors are released. */
  public static ProcessUse settled(RunningServer server) {
    var looks = new ArrayDeque<>(List.of(of(server)));
    Awaitility.await("no more descriptors given back")
        .atMost(PATIENCE)
        .pollDelay(Duration.ofSeconds(1))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              looks.addLast(of(server));
              return looks.removeFirst().descriptors.equals(looks.getFirst().descriptors);
            });
    return looks.getFirst();
  }

  /** Waits until the same processes use about as much as this again. */
  public void awaitAgain(RunningServer server) {
    awaitAgain(server, PATIENCE, 0);
  }

  /**
   * As {@link #awaitAgain(RunningServer)}, for a given time.
   *
   * @param keptKib how much more may be live in a heap, because it is kept for ever
   */
  public void awaitAgain(RunningServer server, Duration patience, int keptKib) {
    Awaitility.await("descriptors and memory given back; before: " + this)
        .atMost(patience)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> of(server), now -> isAbout(now, keptKib));
    System.out.printf("before: %s%nafter: %s%n", this, of(server));
  }

  private boolean isAbout(ProcessUse now, int keptKib) {
    assertEquals(pids, now.pids, "a process was replaced");
    for (int i = 0; i < pids.size(); i++) {
      if (now.descriptors.get(i) > descriptors.get(i) + DESCRIPTORS_MORE_MAX
          || now.heapKib.get(i) > heapKib.get(i) + HEAP_KIB_MORE_MAX + keptKib
          || now.otherKib.get(i) > otherKib.get(i) + OTHER_KIB_MORE_MAX) {
        return false;
      }
    }
    return true;
  }

  private static int descriptors(long pid) {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return (int) open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The live objects, counted by class: the used size of a generation includes room that threads
   * have reserved.
   */
  private static void measureMemory(long pid, List<Integer> heap, List<Integer> other) {
    Matcher alive = ALIVE.matcher(jcmd(pid, "GC.class_histogram"));
    assertTrue(alive.find(), "no total in the histogram of " + pid);
    heap.add((int) (Long.parseLong(alive.group(1)) >> 10));
    long heapBegins = Long.MAX_VALUE;
    long heapEnds = 0;
    Matcher generation = GENERATION.matcher(jcmd(pid, "GC.heap_info"));
    while (generation.find()) {
      heapBegins = Math.min(heapBegins, Long.parseUnsignedLong(generation.group(1), 16));
      heapEnds = Math.max(heapEnds, Long.parseUnsignedLong(generation.group(2), 16));
    }
    other.add(residentKib(pid, heapBegins, heapEnds));
  }

  /** The resident memory of all mappings except the heap's. */
  private static int residentKib(long pid, long heapBegins, long heapEnds) {
    int resident = 0;
    boolean isHeap = false;
    for (String line : lines(Path.of("/proc", Long.toString(pid), "smaps"))) {
      Matcher mapping = MAPPING.matcher(line);
      if (mapping.matches()) {
        long begins = Long.parseUnsignedLong(mapping.group(1), 16);
        isHeap = begins >= heapBegins && begins < heapEnds;
      } else if (!isHeap && line.startsWith("Rss:")) {
        resident += Integer.parseInt(line.replaceAll("[^0-9]", ""));
      }
    }
    return resident;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String jcmd(long pid, String command) {
    Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process asked =
          new ProcessBuilder(program.toString(), Long.toString(pid), command)
              .redirectErrorStream(true)
              .start();
      String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, asked.waitFor(), answer);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
