package loteria.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import loteria.ipc.logging.ActionLog;

/**
 * The most memory that data from outside can take in the supervisor. The sums must be less than the
 * heap, and than the memory allowed beside it: a test holds that for the default settings, and
 * other settings that exceed it cause a warning.
 */
public final class MemoryPlan {
  private static final ActionLog LOG = new ActionLog(MemoryPlan.class);
  private static final long MIB = 1 << 20;

  /** The part of a heap that can be filled: the collector needs the rest to work in. */
  private static final double USABLE = 0.75;

  /** The option that sets the memory beside the heap; by default it is as much as the heap. */
  private static final String DIRECT_OPTION = "-XX:MaxDirectMemorySize=";

  /**
   * What a session has in the heap: a part of a reply as it was read and the block before it, two
   * threads' stacks, its places in the stream.
   */
  private static final long SESSION_BYTES = 56 << 10;

  /**
   * What TLS adds to a session: a record as it was received and one as it is sent, keys, the peer's
   * certificates.
   */
  private static final long TLS_BYTES = 56 << 10;

  /** Numbers of each agency while winners are sorted, and its line on the page. */
  private static final long AGENCY_BYTES = 64;

  /** Classes, gathered winners, the page and its history, queued lines. */
  private static final long FIXED_BYTES = 28 << 20;

  /** The smallest chunk that a session holds beside the heap. */
  private static final long CHUNK_BYTES = 4 << 10;

  /** Unused chunks that are kept for reuse, and write buffers. */
  private static final long FIXED_DIRECT_BYTES = 24 << 20;

  private MemoryPlan() {}

  /**
   * The most that is in the heap, in bytes.
   *
   * @param sessions how many there are at once
   * @param isEncrypted whether all of them may have TLS
   * @param agencies how many take part
   */
  public static long heapBound(long sessions, boolean isEncrypted, long agencies) {
    long each = SESSION_BYTES + (isEncrypted ? TLS_BYTES : 0);
    return sessions * each + agencies * AGENCY_BYTES + FIXED_BYTES;
  }

  /**
   * The most that is beside the heap, in bytes.
   *
   * @param sessions how many there are at once
   * @param heldTotalBytes how many bytes of all of them together may be unanswered
   */
  public static long directBound(long sessions, long heldTotalBytes) {
    return heldTotalBytes + sessions * CHUNK_BYTES + FIXED_DIRECT_BYTES;
  }

  /** Warns if this process might have too little memory. */
  static void check(long sessions, boolean isEncrypted, long agencies, long heldTotalBytes) {
    long heap = Runtime.getRuntime().maxMemory();
    boolean mayBeMore = directBound(sessions, heldTotalBytes) > heap && isDirectSet();
    long direct = mayBeMore ? Long.MAX_VALUE : heap;
    for (String shortage :
        shortages(heap, direct, sessions, isEncrypted, agencies, heldTotalBytes)) {
      LOG.warn("memory", "error", shortage);
    }
  }

  private static boolean isDirectSet() {
    String[] options = ProcessHandle.current().info().arguments().orElse(new String[0]);
    return Stream.of(options).anyMatch(option -> option.startsWith(DIRECT_OPTION));
  }

  /**
   * What might not suffice, in words.
   *
   * @param heapBytes how large the heap may be
   * @param directBytes how much memory there may be beside it
   */
  static List<String> shortages(
      long heapBytes,
      long directBytes,
      long sessions,
      boolean isEncrypted,
      long agencies,
      long heldTotalBytes) {
    List<String> shortages = new ArrayList<>();
    long usable = (long) (heapBytes * USABLE);
    long heapBound = heapBound(sessions, isEncrypted, agencies);
    if (heapBound > usable) {
      shortages.add(
          String.format(
              Locale.ROOT,
              "%d connections and %d agencies may take %d MiB of the heap, which has room for %d:"
                  + " raise -Xmx in JAVA_OPTS, or lower --max-connections",
              sessions,
              agencies,
              heapBound / MIB,
              usable / MIB));
    }
    long directBound = directBound(sessions, heldTotalBytes);
    if (directBound > directBytes) {
      shortages.add(
          String.format(
              Locale.ROOT,
              "%d connections and --max-held-total-kib %d may take %d MiB beside the heap, where"
                  + " there are %d: raise -Xmx or -XX:MaxDirectMemorySize in JAVA_OPTS, or lower"
                  + " one of the two",
              sessions,
              heldTotalBytes >> 10,
              directBound / MIB,
              directBytes / MIB));
    }
    return shortages;
  }
}
