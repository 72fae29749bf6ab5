package loteria.ledger.commit;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import loteria.ipc.logging.ActionLog;
import loteria.ledger.replication.LostMessagesException;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.replication.ReplicatedLog.Message;
import loteria.ledger.replication.UnavailableException;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.state.LogRecord;

/** The thread that reads the replicated log for a {@link MessageFeed}, where that says. */
final class FeedReader {
  private static final ActionLog LOG = new ActionLog(FeedReader.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final ReplicatedLog log;
  private final MessageFeed feed;
  private final Duration retry;

  /** Whether the log said last that it ends before what was read of it. */
  private boolean endsEarly;

  private final Thread thread = Thread.ofPlatform().name("feed").daemon().unstarted(this::run);

  /**
   * Where the log is read next.
   *
   * @param next from where on, and the CRC of the message before
   * @param isUnchecked whether it is to be checked first that it is still that message
   * @param isEndKnown whether the log's end is
   * @param move how often another offset had been given
   */
  record Place(LogRecord.FollowedTo next, boolean isUnchecked, boolean isEndKnown, int move) {}

  /**
   * @param retry before another try when the log could not be reached
   */
  FeedReader(ReplicatedLog log, MessageFeed feed, Duration retry) {
    this.log = log;
    this.feed = feed;
    this.retry = retry;
  }

  void start() {
    thread.start();
  }

  /** The feed is closed: waits until nothing is read any more, and closes the log. */
  void end() {
    log.wake();
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        // The thread uses the log, which nobody else may close.
        isInterrupted = true;
      }
    }
    log.close();
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      for (Place place = feed.next(); place != null; place = feed.next()) {
        readOnce(place);
      }
    } catch (LostMessagesException e) {
      // As when the copy is: one of them is not what it was.
      var damaged = new DamagedLogException(String.valueOf(e.getMessage()));
      damaged.initCause(e);
      feed.fail(damaged);
    } catch (IOException e) {
      feed.fail(e);
    } catch (RuntimeException | Error e) {
      // No disk: another process may do better.
      feed.fail(new IllegalStateException("the feed failed: " + e, e));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void readOnce(Place place) throws IOException, InterruptedException {
    try {
      long next = place.next().offset();
      if (place.isUnchecked() && next > 0 && !isSame(place)) {
        return;
      }
      if (!place.isEndKnown()) {
        feed.found(log.end());
      }
      feed.took(place, log.read(next, LOOK_EVERY));
    } catch (UnavailableException e) {
      LOG.detail("replicated_log", "error", e);
      feed.unreachable(endsEarly);
      TimeUnit.NANOSECONDS.sleep(retry.toNanos());
    }
  }

  /** Whether the message before is the one that was there; false where that is asked no more. */
  private boolean isSame(Place place) throws IOException {
    LogRecord.FollowedTo start = place.next();
    long before = start.offset() - 1;
    List<Message> read = List.of();
    while (read.isEmpty()) {
      if (!feed.isCurrent(place)) {
        return false;
      }
      if (log.end() <= before) {
        log.reconnect();
        throw early(start.offset());
      }
      endsEarly = false;
      read = log.read(before, LOOK_EVERY);
    }
    if (read.getFirst().offset() != before || read.getFirst().crc() != start.crc()) {
      throw new LostMessagesException(
          "the replicated log has another message at offset " + before + " than when it was read");
    }
    return true;
  }

  /**
   * A broker that leads no longer, and has not heard of it, knows less than there is: only an
   * append shows whether messages are lost.
   */
  private UnavailableException early(long offset) {
    var early =
        new UnavailableException(
            "the replicated log ends before offset "
                + offset
                + ", up to which it was read: it has lost messages, or the broker that was asked"
                + " leads no longer");
    if (!endsEarly) {
      endsEarly = true;
      LOG.warn("replicated_log", "error", early.getMessage());
    }
    return early;
  }
}
