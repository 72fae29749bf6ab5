package loteria.ledger.commit;

import java.io.IOException;
import java.util.function.Consumer;
import loteria.ledger.state.LedgerState;
import org.jspecify.annotations.Nullable;

/**
 * Forces the view on a thread of its own, so that a start has little to write: when there is time,
 * for the forces of the turns wait for it. Used by the ledger's thread.
 */
final class ViewForcer {
  /** When there is time, the view is forced once so much of it may not be on disk. */
  private static final long UNFORCED_BYTES = 8 << 20;

  /** And, time or not, once it is so much: a start writes that in a few seconds. */
  private static final long UNFORCED_BYTES_MAX = 1 << 30;

  private final CommitEngine commit;
  private final Consumer<Order> queue;
  private final Consumer<Throwable> failed;

  /** The last that forced the view. */
  private @Nullable Thread thread;

  /**
   * @param queue receives an order that notes how much of the view is on disk
   * @param failed receives the failure if the view cannot be forced
   */
  ViewForcer(CommitEngine commit, Consumer<Order> queue, Consumer<Throwable> failed) {
    this.commit = commit;
    this.queue = queue;
    this.failed = failed;
  }

  /** A turn has ended. */
  void turnEnded() {
    forceFrom(UNFORCED_BYTES_MAX);
  }

  /** There is no order. */
  void idle() {
    forceFrom(UNFORCED_BYTES);
  }

  /** Returns once nothing is under way. */
  void join() throws InterruptedException {
    if (thread != null) {
      thread.join();
    }
  }

  private void forceFrom(long unforcedBytes) {
    LedgerState state = commit.state();
    long bytes = state.betsBytes();
    if (bytes - state.notes().view().bytes() >= unforcedBytes
        && (thread == null || !thread.isAlive())) {
      long position = state.end();
      thread = Thread.ofPlatform().name("view").daemon().start(() -> force(position, bytes));
    }
  }

  private void force(long position, long bytes) {
    try {
      commit.forceView();
      queue.accept(new Order.NoteView(position, bytes, System.nanoTime()));
    } catch (IOException | RuntimeException | Error e) {
      failed.accept(e);
    }
  }
}
