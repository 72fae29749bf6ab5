package loteria.supervisor;

/**
 * What the supervisor keeps in memory at most, of what comes from outside. The sums must be less
 * than the heap, and than what there may be beside it; a test holds that.
 */
public final class MemoryPlan {
  /**
   * What a session has in the heap: a part of an answer as it was read and the block before it, two
   * threads' stacks, its places in the stream.
   */
  private static final long SESSION_BYTES = 56 << 10;

  /** Numbers of each agency while winners are sorted, and its line on the page. */
  private static final long AGENCY_BYTES = 64;

  /** Classes, gathered winners, the page and its history, lines of the log. */
  private static final long FIXED_BYTES = 28 << 20;

  /** The smallest chunk that a session holds beside the heap. */
  private static final long CHUNK_BYTES = 4 << 10;

  /** Chunks that are kept though nobody uses them, and what is written through. */
  private static final long FIXED_DIRECT_BYTES = 24 << 20;

  private MemoryPlan() {}

  /**
   * What is in the heap at most, in bytes.
   *
   * @param sessions how many there are at once
   * @param agencies how many take part
   */
  public static long heapBound(long sessions, long agencies) {
    return sessions * SESSION_BYTES + agencies * AGENCY_BYTES + FIXED_BYTES;
  }

  /**
   * What is beside the heap at most, in bytes.
   *
   * @param sessions how many there are at once
   * @param heldTotalBytes how much of all of them may be unanswered
   */
  public static long directBound(long sessions, long heldTotalBytes) {
    return heldTotalBytes + sessions * CHUNK_BYTES + FIXED_DIRECT_BYTES;
  }
}
