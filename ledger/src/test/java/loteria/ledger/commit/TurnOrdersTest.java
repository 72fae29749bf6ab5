package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import loteria.ledger.log.Log;
import loteria.ledger.state.LedgerState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which orders a turn takes, and for which it waits. */
@Timeout(60)
class TurnOrdersTest {
  private final LinkedBlockingQueue<Order> queue = new LinkedBlockingQueue<>();
  private final List<Order> snapshots = new ArrayList<>();
  private final List<Order> taken = new ArrayList<>();

  private TurnOrders orders(long gatherNanos) {
    return orders(() -> gatherNanos);
  }

  /**
   * @param gatherNanos asked when a turn is about to wait
   */
  private TurnOrders orders(LongSupplier gatherNanos) {
    return new TurnOrders(queue, engine(gatherNanos), new WorkLog(), snapshots::add);
  }

  private static CommitEngine engine(LongSupplier gatherNanos) {
    return new CommitEngine() {
      @Override
      public LedgerState state() {
        throw new IllegalStateException();
      }

      @Override
      public Outcome carryOut(List<Order> orders) {
        throw new IllegalStateException();
      }

      @Override
      public void read(long from, long to, Log.Visitor visitor) {}

      @Override
      public void forceView() {}

      @Override
      public void end() {}

      @Override
      public long gatherNanos() {
        return gatherNanos.getAsLong();
      }

      @Override
      public void close() {}
    };
  }

  private boolean gather(TurnOrders orders) throws InterruptedException {
    taken.clear();
    return orders.gather(queue.take(), taken);
  }

  @Test
  void allThatWaitsIsTaken() throws InterruptedException {
    queue.addAll(List.of(MadeUpBatches.append(1, 1), MadeUpBatches.look(1)));
    var snapshot = new Order.Snapshot(new PendingAnswer<>());
    queue.add(snapshot);
    queue.add(MadeUpBatches.append(2, 1));
    assertTrue(gather(orders(0)));
    assertEquals(3, taken.size());
    assertEquals(List.of(snapshot), snapshots);
  }

  @Test
  void nothingIsTakenBehindTheLast() throws InterruptedException {
    queue.addAll(List.of(MadeUpBatches.look(1), new Order.Last(0), MadeUpBatches.look(2)));
    assertFalse(gather(orders(0)));
    assertEquals(1, taken.size());
  }

  @Test
  void aTurnHasSoManyOrdersAtMost() throws InterruptedException {
    for (int i = 0; i < 1030; i++) {
      queue.add(MadeUpBatches.look(1));
    }
    TurnOrders orders = orders(TimeUnit.HOURS.toNanos(1));
    orders.answers(5);
    assertTrue(gather(orders));
    assertEquals(1024, taken.size());
  }

  /** One was sent before the answers; they bring two more. */
  @Test
  void asManyAreWaitedForAsTheLastAnswersBring() throws InterruptedException {
    int[] waits = {0};
    TurnOrders orders =
        orders(
            () -> {
              queue.add(MadeUpBatches.append(++waits[0], 1));
              return TimeUnit.HOURS.toNanos(1);
            });
    queue.add(MadeUpBatches.append(3, 1));
    orders.answers(2);
    assertTrue(gather(orders));
    assertEquals(3, taken.size());
    assertEquals(2, waits[0]);
  }

  @Test
  void otherOrdersAreNotOneOfThem() throws InterruptedException {
    TurnOrders orders =
        orders(
            () -> {
              queue.add(MadeUpBatches.append(1, 1));
              return TimeUnit.HOURS.toNanos(1);
            });
    orders.answers(1);
    queue.add(MadeUpBatches.look(1));
    assertTrue(gather(orders));
    assertEquals(2, taken.size());
  }

  @Test
  void nothingIsWaitedForOnceTheTimeIsOver() throws InterruptedException {
    TurnOrders orders = orders(TimeUnit.MILLISECONDS.toNanos(5));
    orders.answers(2);
    queue.add(MadeUpBatches.append(1, 1));
    assertTrue(gather(orders));
    assertEquals(1, taken.size());
    assertTrue(gatherOne(orders(0)));
  }

  private boolean gatherOne(TurnOrders orders) throws InterruptedException {
    orders.answers(9);
    queue.add(MadeUpBatches.append(1, 1));
    return gather(orders) && taken.size() == 1;
  }
}
