package loteria.worker;

import loteria.ipc.channel.MessageMemory;

/**
 * What a worker's heap is for: parts of it, so that a larger heap serves more.
 *
 * <pre>
 *   1/4  messages read and not yet stored, of all sessions together
 *   1/4  sessions: what each has though nothing happens, a refusal and a piece of winners
 *   1/4  the ledger: what is stored of each agency, a turn
 *   1/4  left free, for the collector to work in
 * </pre>
 */
final class MemoryPlan {
  private MemoryPlan() {}

  /** The memory for messages. */
  static MessageMemory messages() {
    return new MessageMemory(messageBytes(Runtime.getRuntime().maxMemory()));
  }

  /** How much that is of a heap. */
  static long messageBytes(long heapBytes) {
    return heapBytes / 4;
  }
}
