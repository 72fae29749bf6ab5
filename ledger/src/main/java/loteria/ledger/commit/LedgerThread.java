package loteria.ledger.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.message.WorkerMessage;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowDigest;
import loteria.ledger.Admission;
import loteria.ledger.AgencySession;
import loteria.ledger.Ledger;
import loteria.ledger.LedgerSnapshot;
import loteria.ledger.Standing;
import loteria.ledger.file.LockTimes;
import loteria.ledger.state.AgencyTotals;
import loteria.ledger.state.LedgerState;
import org.jspecify.annotations.Nullable;

/**
 * One platform thread that carries out everything in hand in one turn, so many batches share one
 * force.
 */
final class LedgerThread implements Ledger {
  /** Without an order for so long, the ledger has time to force the view. */
  private static final long IDLE_MILLIS = 50;

  private final CommitEngine commit;
  private final TurnReports reports;
  private final Supplier<LockTimes> lockTimes;
  private final int agencies;
  private final WorkerMessage.LogSummary recovered;
  private final List<Integer> closed;
  private final BlockingQueue<Order> queue;
  private final WorkLog work = new WorkLog();
  private final TurnOrders turns;
  private final ViewForcer view;
  private final HistoryCheck history;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Thread thread;

  /** Whether there has been a turn since the last rest. */
  private boolean hasStored;

  /** When the oldest order of the turn now carried out was queued; 0 between turns. */
  private volatile long turnSinceNanos;

  /**
   * Begins to serve.
   *
   * @param unread how much of the log, from its beginning, is yet to be read
   * @param lockTimes how long all turns together have waited for the lock and held it
   */
  LedgerThread(CommitEngine commit, long unread, Supplier<LockTimes> lockTimes, Events events) {
    this(new LinkedBlockingQueue<>(), commit, unread, lockTimes, events);
  }

  /**
   * Begins to serve.
   *
   * @param queue others than agencies may add to it
   */
  LedgerThread(
      BlockingQueue<Order> queue,
      CommitEngine commit,
      long unread,
      Supplier<LockTimes> lockTimes,
      Events events) {
    this.queue = queue;
    this.commit = commit;
    this.lockTimes = lockTimes;
    this.reports = new TurnReports(commit, events);
    this.agencies = commit.state().agencyCount();
    this.recovered = commit.summary();
    this.closed = commit.agencies(AgencyTotals::isClosed);
    this.turns = new TurnOrders(queue, commit, work, this::answer);
    this.view = new ViewForcer(commit, queue::add, reports::failed);
    this.history = new HistoryCheck(commit::read, unread, reports::failed);
    this.thread = Thread.ofPlatform().name("ledger").daemon().start(this::run);
    history.start();
  }

  @Override
  public WorkerMessage.LogSummary recovered() {
    return recovered;
  }

  @Override
  public List<Integer> closed() {
    return closed;
  }

  @Override
  public int agencies() {
    return agencies;
  }

  @Override
  public CompletableFuture<Admission> begin(AgencySession session, AgencyId agency) {
    return ask(new Order.Open(session, agency, new PendingAnswer<>()));
  }

  @Override
  public CompletableFuture<Reply> append(
      AgencySession session, AgencyId agency, Request.Batch batch) {
    return ask(new Order.Append(session, agency, batch, digest(batch), new PendingAnswer<>()));
  }

  @Override
  public CompletableFuture<Boolean> isStored(AgencyId agency, Request.Batch batch) {
    return ask(new Order.Compare(agency, batch, digest(batch), new PendingAnswer<>()));
  }

  private static RowDigest digest(Request.Batch batch) {
    Bytes rows = batch.content();
    return RowDigest.of(rows.array(), rows.from(), rows.to());
  }

  @Override
  public CompletableFuture<Reply> finish(
      AgencySession session, AgencyId agency, Request.@Nullable Finish totals) {
    return ask(new Order.Finish(session, agency, totals, new PendingAnswer<>()));
  }

  @Override
  public CompletableFuture<Reply> closeAgency(AgencyId agency) {
    return ask(new Order.Close(agency, new PendingAnswer<>()));
  }

  @Override
  public CompletableFuture<Standing> standing(AgencyId agency) {
    return ask(new Order.Look(agency, new PendingAnswer<>()));
  }

  @Override
  public CompletableFuture<DrawStage> advance(DrawStage target) {
    return ask(new Order.Advance(target, new PendingAnswer<>()));
  }

  @Override
  public CompletableFuture<DrawRecord> recordDraw(DrawRecord draw) {
    return ask(new Order.RecordDraw(draw, new PendingAnswer<>()));
  }

  @Override
  public CompletableFuture<LedgerSnapshot> snapshot() {
    return ask(new Order.Snapshot(new PendingAnswer<>()));
  }

  private <T> CompletableFuture<T> ask(Order.Question<T> question) {
    queue.add(question);
    return question.answer();
  }

  @Override
  public WorkerMessage.@Nullable Followed followed() {
    return commit.followed();
  }

  @Override
  public long batches() {
    return reports.batches();
  }

  @Override
  public long bets() {
    return reports.bets();
  }

  @Override
  public long oldestWaitNanos(long nowNanos) {
    long since = turnSinceNanos;
    if (since == 0) {
      Order head = queue.peek();
      since = head == null ? nowNanos : head.sinceNanos();
    }
    return Math.max(0, nowNanos - commit.waitsHereSince(since, nowNanos));
  }

  @Override
  public void close() throws IOException {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    queue.add(new Order.Last(System.nanoTime()));
    try {
      history.stop();
      thread.join();
    } catch (InterruptedException e) {
      throw new IOException("interrupted while the last orders were carried out", e);
    }
    commit.close();
  }

  private void run() {
    List<Order> orders = new ArrayList<>();
    try {
      boolean more = true;
      while (more) {
        more = gather(orders);
        if (!orders.isEmpty()) {
          carryOut(orders);
          hasStored = true;
        }
        turnSinceNanos = 0;
      }
      view.join();
      commit.end();
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      reports.failed(e);
    }
  }

  /** Waits for an order and takes what the next turn carries out; false once the last is taken. */
  private boolean gather(List<Order> orders) throws InterruptedException, IOException {
    orders.clear();
    work.begin();
    Order first = take();
    turnSinceNanos = first.sinceNanos();
    return turns.gather(first, orders);
  }

  private Order take() throws InterruptedException, IOException {
    Order next = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
    if (next == null) {
      view.idle();
      rest();
      next = queue.take();
    }
    return next;
  }

  /**
   * After the last turn for now, one without an order notes beside the log how far it is on disk. A
   * process that has stored nothing does not read on, for all that others store.
   */
  private void rest() throws IOException {
    if (hasStored) {
      hasStored = false;
      CommitEngine.Outcome outcome = commit.carryOut(List.of());
      reports.turn(outcome);
      outcome.answer();
    }
  }

  private void answer(Order.Snapshot snapshot) {
    snapshot.answer().complete(takeSnapshot());
  }

  private LedgerSnapshot takeSnapshot() {
    List<LedgerSnapshot.Totals> stored = new ArrayList<>();
    LedgerState state = commit.state();
    state.storedSince(
        agency ->
            stored.add(
                new LedgerSnapshot.Totals(
                    agency, state.of(agency).batches(), state.of(agency).bets())));
    return new LedgerSnapshot(work.soFar(lockTimes.get()), stored);
  }

  private void carryOut(List<Order> orders) throws IOException {
    CommitEngine.Outcome outcome = commit.carryOut(orders);
    reports.turn(outcome);
    work.committed(System.nanoTime());
    turns.answers(outcome.batches());
    outcome.answer();
    view.turnEnded();
  }
}
