package loteria.worker.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import loteria.ipc.bet.AgencyId;
import loteria.ipc.bet.RowDigest;
import loteria.ipc.folder.FolderFiles;
import loteria.ipc.wire.Bytes;
import loteria.ipc.wire.Coordination;
import loteria.ipc.wire.Coordination.DrawRecord;
import loteria.ipc.wire.Reply;
import loteria.ipc.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * This process's way to the bets on disk. Any thread may ask; one platform thread carries out
 * everything in hand in one turn, so many batches share one force. An answer means: on disk.
 */
public final class Ledger implements AutoCloseable {
  private static final int ORDERS_PER_TURN = 1024;
  private static final int ROW_BYTES_PER_TURN = 4 << 20;

  private final Store store;
  private final Events events;
  private final int agencies;
  private final Coordination.Journal recovered;
  private final List<Integer> closed;
  private final BlockingQueue<Queued> queue = new LinkedBlockingQueue<>();
  private final AtomicLong batches = new AtomicLong();
  private final AtomicLong bets = new AtomicLong();
  private final WorkLog work = new WorkLog();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Thread thread;

  private final AtomicBoolean failed = new AtomicBoolean();

  /** The last checkpoint's; the ledger's thread starts one when there is none. */
  private @Nullable Thread checkpointThread;

  /** When the oldest order of the turn now carried out was queued; 0 between turns. */
  private volatile long turnSinceNanos;

  /** What the ledger tells of itself, on threads of its own. */
  public interface Events {
    /**
     * An agency has finished, and that is on disk. May be told more than once.
     *
     * @param committedBytes how much of bets.csv is committed
     */
    void finished(AgencyId agency, long committedBytes);

    /**
     * The ledger has ended: nothing in hand will be answered, and nothing must be tried again. Told
     * once.
     *
     * @param failure an {@link IOException} when the disk failed, else a defect of this program
     */
    void failed(Throwable failure);
  }

  private Ledger(Store store, int agencies, Events events) {
    this.store = store;
    this.agencies = agencies;
    this.events = events;
    this.recovered = store.state().summary();
    this.closed = store.state().closed();
    this.thread = Thread.ofPlatform().name("ledger").daemon().start(this::run);
  }

  /**
   * Opens a draw's files, recovers what a crash left there and begins to serve.
   *
   * @param files those of {@code <data>/<draw>}
   * @param agencies how many take part, ids from 1
   * @throws DamagedLedgerException when something is damaged that was known to be on disk
   */
  public static Ledger open(FolderFiles files, int agencies, Events events) throws IOException {
    return new Ledger(Store.open(files, agencies), agencies, events);
  }

  /** For tests: with other files. */
  static Ledger over(Store store, int agencies, Events events) {
    return new Ledger(store, agencies, events);
  }

  /** What the journal said when it was opened. */
  public Coordination.Journal recovered() {
    return recovered;
  }

  /** The agencies that an operator had closed when the journal was opened. */
  public List<Integer> closed() {
    return closed;
  }

  /** How many agencies take part. */
  public int agencies() {
    return agencies;
  }

  /** Whether an agency takes part. */
  public boolean knows(int agency) {
    return agency >= 1 && agency <= agencies;
  }

  /**
   * Begins a session of an agency. From then on its older sessions store nothing.
   *
   * @return how far the agency has come, or why the session cannot begin
   */
  public CompletableFuture<Admission> begin(AgencySession session, AgencyId agency) {
    var admission = new CompletableFuture<Admission>();
    enqueue(new Order.Open(session, agency, admission));
    return admission;
  }

  /**
   * Stores a batch whose rows have been checked.
   *
   * @param session the one that sent it
   * @return ACK once it is on disk, or why it cannot be stored
   */
  public CompletableFuture<Reply> append(
      AgencySession session, AgencyId agency, Request.Batch batch) {
    var reply = new CompletableFuture<Reply>();
    enqueue(new Order.Append(session, agency, batch, digest(batch), reply));
    return reply;
  }

  /** Whether this very batch is stored, its rows and its number. */
  public CompletableFuture<Boolean> isStored(AgencyId agency, Request.Batch batch) {
    var same = new CompletableFuture<Boolean>();
    enqueue(new Order.Compare(agency, batch, digest(batch), same));
    return same;
  }

  private static RowDigest digest(Request.Batch batch) {
    Bytes rows = batch.content();
    return RowDigest.of(rows.array(), rows.from(), rows.to());
  }

  /**
   * Marks an agency finished.
   *
   * @param session the one that says so
   * @param totals what the agency counts; null where it does not say
   */
  public CompletableFuture<Reply> finish(
      AgencySession session, AgencyId agency, Request.@Nullable Finish totals) {
    var reply = new CompletableFuture<Reply>();
    enqueue(new Order.Finish(session, agency, totals, reply));
    return reply;
  }

  /** Marks an agency finished that is gone for good, with what is stored. */
  public CompletableFuture<Reply> close(AgencyId agency) {
    var reply = new CompletableFuture<Reply>();
    enqueue(new Order.Close(agency, reply));
    return reply;
  }

  /**
   * What this process knows that is new since the last survey, and what it has done. Costs no turn:
   * what others have stored since its last one is not in it.
   */
  public CompletableFuture<Survey> survey() {
    var survey = new CompletableFuture<Survey>();
    queue.add(new Queued.Surveyed(survey, System.nanoTime()));
    return survey;
  }

  /** How far an agency has come, as all processes together know, and on disk. */
  public CompletableFuture<Standing> standing(AgencyId agency) {
    var standing = new CompletableFuture<Standing>();
    enqueue(new Order.Look(agency, standing));
    return standing;
  }

  /**
   * Writes the draw to the journal, unless there is one.
   *
   * @return the draw that the journal has; fails while there is no room for it on the disk
   */
  public CompletableFuture<DrawRecord> recordDraw(DrawRecord draw) {
    var recorded = new CompletableFuture<DrawRecord>();
    enqueue(new Order.RecordDraw(draw, recorded));
    return recorded;
  }

  /** Batches stored by this process. */
  public long batches() {
    return batches.get();
  }

  /** Bets stored by this process. */
  public long bets() {
    return bets.get();
  }

  /** How long the oldest order in hand has waited, in nanoseconds. */
  public long oldestWaitNanos(long nowNanos) {
    long since = turnSinceNanos;
    if (since == 0) {
      Queued head = queue.peek();
      since = head == null ? nowNanos : head.sinceNanos();
    }
    return Math.max(0, nowNanos - since);
  }

  /** Carries out what is in hand, then closes the files. */
  @Override
  public void close() throws IOException {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    queue.add(new Queued.Last(System.nanoTime()));
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IOException("interrupted while the last orders were carried out", e);
    }
    store.close();
  }

  private void enqueue(Order order) {
    queue.add(new Queued.Ordered(order, System.nanoTime()));
  }

  private void run() {
    List<Order> orders = new ArrayList<>();
    try {
      boolean more = true;
      while (more) {
        more = gather(orders);
        if (!orders.isEmpty()) {
          carryOut(orders);
          checkpoint();
        }
        turnSinceNanos = 0;
      }
      if (checkpointThread != null) {
        checkpointThread.join();
      }
      store.settle();
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      fail(e);
    }
  }

  private void fail(Throwable failure) {
    if (failed.compareAndSet(false, true)) {
      events.failed(failure);
    }
  }

  /** Takes all orders in hand, up to a turn's limits; false once the last has been taken. */
  private boolean gather(List<Order> orders) throws InterruptedException {
    orders.clear();
    work.begin();
    long rowBytes = 0;
    Queued next = queue.take();
    turnSinceNanos = next.sinceNanos();
    while (next != null) {
      if (next instanceof Queued.Ordered(Order order, long sinceNanos)) {
        orders.add(order);
        if (order instanceof Order.Append append) {
          rowBytes += append.batch().content().length();
          work.queued(sinceNanos);
        }
      } else if (next instanceof Queued.Surveyed(var survey, long _)) {
        survey.complete(surveyed());
      } else {
        return false;
      }
      boolean full = orders.size() == ORDERS_PER_TURN || rowBytes >= ROW_BYTES_PER_TURN;
      next = full ? null : queue.poll();
    }
    return true;
  }

  private Survey surveyed() {
    return new Survey(work.soFar(store.lockWaitNanos()), store.state().news());
  }

  /** Starts a checkpoint beside the turns, where one is called for and none is on its way. */
  private void checkpoint() {
    Store.Checkpoint checkpoint = store.checkpoint();
    if (checkpoint == null || (checkpointThread != null && checkpointThread.isAlive())) {
      return;
    }
    checkpointThread =
        Thread.ofPlatform()
            .name("checkpoint")
            .daemon()
            .start(
                () -> {
                  try {
                    checkpoint.run();
                  } catch (IOException | RuntimeException | Error e) {
                    fail(e);
                  }
                });
  }

  private void carryOut(List<Order> orders) throws IOException {
    Turn turn = store.carryOut(orders);
    batches.addAndGet(turn.batches());
    bets.addAndGet(turn.bets());
    for (AgencyId agency : turn.finished()) {
      events.finished(agency, store.state().committedBytes());
    }
    work.committed(System.nanoTime());
    turn.answer();
  }
}
