package loteria.ledger.commit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.runtime.DiskFull;
import loteria.ledger.replication.LostMessagesException;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.replication.ReplicatedLog.Message;
import loteria.ledger.replication.UnavailableException;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.state.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the replicated log ahead, on a thread of its own, while another thread takes what it has
 * read. Before it continues from an offset it checks that the message before is still the one that
 * was there.
 *
 * <p>Read by the ledger's thread; any thread may ask how far it has come.
 */
final class MessageFeed implements AutoCloseable {
  private static final ActionLog LOG = new ActionLog(MessageFeed.class);
  private static final long HELD_BYTES_MAX = 8 << 20;

  /** What a message takes besides its content: many have little. */
  private static final long MESSAGE_BYTES = 128;

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final ReplicatedLog log;
  private final Pauses pauses;
  private final Runnable arrived;
  private final Thread thread = Thread.ofPlatform().name("feed").daemon().unstarted(this::run);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by {@link #lock}, as is all below. */
  private final Deque<Message> held = new ArrayDeque<>();

  private long heldBytes;

  /** Where to continue, and the CRC of the message before; null once the thread knows. */
  private LogRecord.@Nullable FollowedTo from;

  /** The offset that is read next. */
  private long next;

  /** How often it was given another offset. */
  private int moves;

  /** The log's end when reading began; -1 while that is not known. */
  private long goal = -1;

  /** The offset behind the last message that was taken, whatever became of it. */
  private long taken;

  /** Nothing is read before that: what was taken found no room. */
  private long pausedUntilNanos = System.nanoTime();

  private long lastEnd;
  private long askedNanos;

  /** Whether what is asked waits for a message, for however long. */
  private boolean isWaitedFor;

  private boolean isOn;
  private boolean isReachable = true;
  private boolean isClosed;
  private @Nullable IOException failure;

  /**
   * When it does not read.
   *
   * @param rest when nothing has been asked for so long; zero: it reads though nothing is
   * @param retry before another try when the log could not be reached
   * @param noRoom before what was taken is read again, because there was no room for it
   */
  record Pauses(Duration rest, Duration retry, Duration noRoom) {
    static final Pauses OF_FOLLOWER =
        new Pauses(Duration.ZERO, Duration.ofMillis(200), DiskFull.RETRY_AFTER);
    static final Pauses OF_OTHERS =
        new Pauses(Duration.ofSeconds(5), Duration.ofMillis(200), DiskFull.RETRY_AFTER);

    boolean isFollower() {
      return rest.isZero();
    }
  }

  /**
   * @param arrived called on the feed's thread when there is something to take, and had not been
   */
  MessageFeed(ReplicatedLog log, Pauses pauses, Runnable arrived) {
    this.log = log;
    this.pauses = pauses;
    this.arrived = arrived;
  }

  /**
   * What the feed knows of the log.
   *
   * @param end the offset behind the last message that is known
   * @param isReachable whether the log could be read when that was last tried
   */
  record Position(long end, boolean isReachable) {}

  /** What it knows of the log. Any thread may ask. */
  Position position() {
    lock.lock();
    try {
      return new Position(Math.max(next, lastEnd), isReachable);
    } finally {
      lock.unlock();
    }
  }

  void start() {
    thread.start();
  }

  /**
   * Takes what has been read from an offset on; begins to read there where it does not, if anything
   * is asked.
   *
   * @param followed that offset, and the CRC of the message before it
   * @param isAsked whether anything depends on it; else what others asked is taken in for nothing
   * @param nanos how long to wait for the first
   * @return messages in order, the first at the offset; none where none has come, or where it has
   *     just become known how many there are
   * @throws DamagedLogException when the log has lost messages
   * @throws IOException when nothing can be read any more for another reason
   */
  List<Message> take(LogRecord.FollowedTo followed, boolean isAsked, long nanos)
      throws IOException {
    lock.lock();
    try {
      if (!isAsked && !pauses.isFollower() && !isOn) {
        return List.of();
      }
      goTo(followed);
      isWaitedFor = isAsked;
      long left = nanos;
      boolean hadGoal = goal >= 0;
      while (held.isEmpty() && failure == null && left > 0 && (goal >= 0) == hadGoal) {
        left = changed.awaitNanos(left);
      }
      if (failure != null) {
        throw failure;
      }
      List<Message> messages = List.copyOf(held);
      taken = held.isEmpty() ? taken : held.getLast().offset() + 1;
      drop();
      changed.signalAll();
      return messages;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      askedNanos = isAsked ? System.nanoTime() : askedNanos;
      isWaitedFor = false;
      lock.unlock();
    }
  }

  /** Whether all that was in the log when reading began has been read, and taken in. */
  boolean isLevel(long followed) {
    lock.lock();
    try {
      return isOn && goal >= 0 && followed >= goal && followed >= taken;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Others of this machine may have taken in what is held here, and more; or what was taken before
   * was not taken in.
   */
  private void goTo(LogRecord.FollowedTo followed) {
    while (!held.isEmpty() && held.getFirst().offset() < followed.offset()) {
      heldBytes -= bytes(held.removeFirst());
    }
    long first = held.isEmpty() ? next : held.getFirst().offset();
    if (!isOn || first != followed.offset()) {
      begin(followed);
    }
  }

  private void drop() {
    held.clear();
    heldBytes = 0;
  }

  private void begin(LogRecord.FollowedTo followed) {
    drop();
    if (followed.offset() < taken) {
      pausedUntilNanos = System.nanoTime() + pauses.noRoom().toNanos();
    }
    from = followed;
    moves++;
    next = followed.offset();
    goal = isOn ? goal : -1;
    isOn = true;
    changed.signalAll();
  }

  private void run() {
    try {
      while (awaitTurn()) {
        readOnce();
      }
    } catch (LostMessagesException e) {
      // As when the copy is: one of them is not what it was.
      var damaged = new DamagedLogException(String.valueOf(e.getMessage()));
      damaged.initCause(e);
      fail(damaged);
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      fail(new IOException("the feed failed: " + e, e));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void fail(IOException e) {
    lock.lock();
    try {
      failure = e;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    arrived.run();
  }

  /** Waits while nothing is to be read; false once closed. */
  private boolean awaitTurn() throws InterruptedException {
    lock.lock();
    try {
      while (!isClosed) {
        long pause = pause();
        if (!isOn || heldBytes >= HELD_BYTES_MAX) {
          changed.await();
        } else if (pause > 0) {
          changed.awaitNanos(pause);
        } else {
          return true;
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  private long pause() {
    return pausedUntilNanos - System.nanoTime();
  }

  private void readOnce() throws IOException, InterruptedException {
    LogRecord.FollowedTo start;
    long at;
    int move;
    lock.lock();
    try {
      if (pause() > 0) {
        return;
      }
      start = from;
      move = moves;
      at = next;
    } finally {
      lock.unlock();
    }
    try {
      if (start != null && start.offset() > 0 && !isSame(start, move)) {
        return;
      }
      if (goal() < 0) {
        found(log.end());
      }
      took(move, log.read(at, LOOK_EVERY));
    } catch (UnavailableException e) {
      LOG.detail("replicated_log", "error", e);
      reachable(false);
      TimeUnit.NANOSECONDS.sleep(pauses.retry().toNanos());
    }
  }

  /** Whether it is still to read there, and has not been closed. */
  private boolean isCurrent(int move) {
    lock.lock();
    try {
      return move == moves && !isClosed;
    } finally {
      lock.unlock();
    }
  }

  private long goal() {
    lock.lock();
    try {
      return goal;
    } finally {
      lock.unlock();
    }
  }

  private void found(long end) {
    lock.lock();
    try {
      goal = end;
      isReachable = true;
      lastEnd = Math.max(lastEnd, end);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the message before is the one that was there; false where that is asked no more. */
  private boolean isSame(LogRecord.FollowedTo start, int move) throws IOException {
    long before = start.offset() - 1;
    List<Message> read = List.of();
    while (read.isEmpty()) {
      if (!isCurrent(move)) {
        return false;
      }
      if (log.end() <= before) {
        throw new LostMessagesException(
            "the replicated log ends before offset "
                + start.offset()
                + ", up to which it was read: it has lost messages");
      }
      read = log.read(before, LOOK_EVERY);
    }
    if (read.getFirst().offset() != before || crc(read.getFirst()) != start.crc()) {
      throw new LostMessagesException(
          "the replicated log has another message at offset " + before + " than when it was read");
    }
    return true;
  }

  private static long bytes(Message message) {
    return MESSAGE_BYTES + message.content().length();
  }

  static int crc(Message message) {
    return message.content().crc32c();
  }

  private void took(int move, List<Message> read) {
    boolean isAwaited;
    lock.lock();
    try {
      if (move != moves) {
        // Others have taken in what was read.
        return;
      }
      from = null;
      isReachable = true;
      isAwaited = held.isEmpty() && !read.isEmpty();
      for (Message message : read) {
        held.add(message);
        heldBytes += bytes(message);
        next = message.offset() + 1;
      }
      lastEnd = Math.max(lastEnd, next);
      boolean isLeft = !isWaitedFor && System.nanoTime() - askedNanos > pauses.rest().toNanos();
      if (isLeft && !pauses.isFollower()) {
        drop();
        isOn = false;
        goal = -1;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (isAwaited) {
      arrived.run();
    }
  }

  private void reachable(boolean is) {
    lock.lock();
    try {
      isReachable = is;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    log.wake();
    try {
      thread.join();
      log.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
