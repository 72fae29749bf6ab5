package loteria.ledger.commit;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which of the orders that wait the next turn carries out. Used by the ledger's thread. */
final class TurnOrders {
  private static final int ORDERS_MAX = 1024;
  private static final int ROW_BYTES_MAX = 4 << 20;

  private final BlockingQueue<Order> queue;
  private final CommitEngine commit;
  private final WorkLog work;
  private final Consumer<Order.Snapshot> snapshots;

  /** How many batches the last turn stored, and when their answers began to be given. */
  private int answered;

  private long answeredNanos = System.nanoTime();

  /**
   * @param snapshots carries these out, which need no turn
   */
  TurnOrders(
      BlockingQueue<Order> queue,
      CommitEngine commit,
      WorkLog work,
      Consumer<Order.Snapshot> snapshots) {
    this.queue = queue;
    this.commit = commit;
    this.work = work;
    this.snapshots = snapshots;
  }

  /**
   * Takes all orders in hand, up to a turn's limits, and, where the engine gains by it, those that
   * the last answers bring.
   *
   * @param first has been taken
   * @return false once the last has been taken
   */
  boolean gather(Order first, List<Order> orders) throws InterruptedException {
    long rowBytes = 0;
    int batches = 0;
    int due = answered;
    Order next = first;
    while (next != null) {
      if (next instanceof Order.Last) {
        return false;
      }
      if (next instanceof Order.Snapshot snapshot) {
        snapshots.accept(snapshot);
      } else {
        orders.add(next);
      }
      if (next instanceof Order.Append append) {
        rowBytes += append.batch().content().length();
        work.queued(append.sinceNanos());
        batches++;
        // Sent before its agency had one of those answers.
        due += append.sinceNanos() - answeredNanos < 0 ? 1 : 0;
      }
      boolean full = orders.size() == ORDERS_MAX || rowBytes >= ROW_BYTES_MAX;
      next = full ? null : next(batches < due);
    }
    return true;
  }

  private @Nullable Order next(boolean isMoreDue) throws InterruptedException {
    Order next = queue.poll();
    if (next != null || !isMoreDue) {
      return next;
    }
    long left = answeredNanos + commit.gatherNanos() - System.nanoTime();
    return left > 0 ? queue.poll(left, TimeUnit.NANOSECONDS) : null;
  }

  /** A turn is about to be answered: as many batches as it stored may follow. */
  void answers(int batches) {
    answered = batches;
    answeredNanos = System.nanoTime();
  }
}
