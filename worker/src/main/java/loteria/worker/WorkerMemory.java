package loteria.worker;

import loteria.ipc.io.MessageMemory;

/**
 * What a worker keeps in memory at most, of what comes from outside. The sum must be less than the
 * heap, with some left for the collector to work in; a test holds that.
 */
public final class WorkerMemory {
  /**
   * What a session has though nothing happens, and a refusal or a piece of winners on its way: its
   * first block, twice for rows made of it; two threads' stacks; answers; 250 bad rows, or 1,024
   * documents, as values and as bytes.
   */
  private static final long SESSION_BYTES = 90 << 10;

  /** Where an agency's winners are. */
  private static final long AGENCY_BYTES = 64;

  /** Classes, a turn of the ledger, winners found, lines of the log. */
  private static final long FIXED_BYTES = 28 << 20;

  private WorkerMemory() {}

  /** The memory for messages. */
  static MessageMemory messages() {
    return new MessageMemory(messageBytes(Runtime.getRuntime().maxMemory()));
  }

  /**
   * What is in memory at most, in bytes.
   *
   * @param heapBytes the heap, of which messages get a share
   * @param sessions how many there are at once
   * @param agencies how many take part
   */
  public static long bound(long heapBytes, long sessions, long agencies) {
    return messageBytes(heapBytes)
        + sessions * SESSION_BYTES
        + agencies * AGENCY_BYTES
        + FIXED_BYTES;
  }

  /** Messages in hand of all sessions together. */
  private static long messageBytes(long heapBytes) {
    return heapBytes / 4;
  }
}
