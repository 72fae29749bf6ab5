package loteria.ledger.commit;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import loteria.ledger.Ledger;
import loteria.ledger.file.LockTimes;
import loteria.ledger.log.FileLog;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.view.BetsView;

/** Opens ledgers: each begins to serve with its engine. */
public final class LedgerOpening {
  /** A replicated log is asked no more often for questions alone. */
  private static final Duration LOOKS_EVERY = Duration.ofMillis(100);

  private LedgerOpening() {}

  /**
   * Opens a log, with the view of it, and begins to serve.
   *
   * @param log not open yet
   * @param agencies how many take part, ids from 1
   * @param lockTimes how long all turns together have waited for the lock and held it
   * @throws DamagedLogException when something is damaged that was known to be on disk
   */
  public static Ledger open(
      FileLog log, BetsView view, int agencies, Supplier<LockTimes> lockTimes, Ledger.Events events)
      throws IOException {
    var commit = new GroupCommit(log, view, log.open(agencies, view));
    if (commit.state().isCopy()) {
      throw new DamagedLogException("the log is the copy of a replicated one: see --ledger");
    }
    return new LedgerThread(commit, log.unread(), lockTimes, events);
  }

  /** What a copy is a copy of. */
  public interface Replicated {
    /**
     * Opens it.
     *
     * @throws IOException when it cannot be used
     */
    ReplicatedLog open() throws IOException;
  }

  /**
   * Opens the copy of a replicated log, with the view of it, and begins to serve.
   *
   * @param copy not open yet
   * @param shared opens the replicated log, which is then this ledger's
   * @param ledger the tag that all its messages have
   * @param follows whether to take in what other servers append while nothing is asked here
   */
  public static Ledger open(
      FileLog copy,
      BetsView view,
      int agencies,
      Supplier<LockTimes> lockTimes,
      Replicated shared,
      int ledger,
      boolean follows,
      Ledger.Events events)
      throws IOException {
    var local = new GroupCommit(copy, view, copy.open(agencies, view));
    ReplicatedLog log = shared.open();
    BlockingQueue<Order> queue = new LinkedBlockingQueue<>();
    Runnable follow = () -> queue.add(new Order.Follow(System.nanoTime()));
    FeedPauses pauses = follows ? FeedPauses.OF_FOLLOWER : FeedPauses.OF_OTHERS;
    var feed = new MessageFeed(log, pauses, follow);
    var waiting = new WaitingOrders(LOOKS_EVERY, follow);
    var commit = new ReplicatedCommit(local, log, ledger, feed, waiting);
    feed.start();
    if (follows) {
      follow.run();
    }
    return new LedgerThread(queue, commit, copy.unread(), lockTimes, events);
  }
}
