package loteria.ledger.commit;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.replication.ReplicatedLog.Message;
import loteria.ledger.state.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Messages of the replicated log that a thread of its own has read ahead, for another thread to
 * take. Where it begins, and when the log could not be read, it checks that the message before is
 * still the one that was there.
 *
 * <p>Taken from by the ledger's thread; any thread may ask how far it has come.
 */
final class MessageFeed implements AutoCloseable {
  private static final long HELD_BYTES_MAX = 8 << 20;

  /** What a message takes besides its content: many have little. */
  private static final long MESSAGE_BYTES = 128;

  private final FeedPauses pauses;
  private final Runnable arrived;
  private final FeedReader reader;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by {@link #lock}, as is all below. */
  private final Deque<Message> held = new ArrayDeque<>();

  private long heldBytes;

  /** The offset that is read next, and the CRC of the message before. */
  private LogRecord.FollowedTo next = new LogRecord.FollowedTo(0, 0);

  /** Whether that message may be another by now: where it began, or could not be read. */
  private boolean isUnchecked;

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
  private @Nullable Exception failure;

  /**
   * @param log its own from now on, but for appending
   * @param arrived called on the feed's thread when there is something to take, and had not been
   */
  MessageFeed(ReplicatedLog log, FeedPauses pauses, Runnable arrived) {
    this.pauses = pauses;
    this.arrived = arrived;
    this.reader = new FeedReader(log, this, pauses.retry());
  }

  /**
   * What the feed knows of the log.
   *
   * @param end the offset behind the last message that is known
   * @param isReachable whether the log could be read when that was last tried
   */
  record Position(long end, boolean isReachable) {}

  /**
   * Where the log is read next.
   *
   * @param next from where on, and the CRC of the message before
   * @param isUnchecked whether it is to be checked first that it is still that message
   * @param isEndKnown whether the log's end is
   * @param move how often another offset had been given
   */
  record Place(LogRecord.FollowedTo next, boolean isUnchecked, boolean isEndKnown, int move) {}

  /** What it knows of the log. Any thread may ask. */
  Position position() {
    lock.lock();
    try {
      return new Position(Math.max(next.offset(), lastEnd), isReachable);
    } finally {
      lock.unlock();
    }
  }

  void start() {
    reader.start();
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
   * @throws loteria.ledger.state.DamagedLogException when the log has lost messages
   * @throws IOException when nothing can be read any more for another reason
   * @throws IllegalStateException when the reader failed
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
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof IOException e) {
        throw e;
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
   * Others of this machine may have taken in what is held here, and more, of the same log; or what
   * was taken before was not taken in.
   */
  private void goTo(LogRecord.FollowedTo followed) {
    while (!held.isEmpty() && held.getFirst().offset() < followed.offset()) {
      heldBytes -= bytes(held.removeFirst());
    }
    long first = held.isEmpty() ? next.offset() : held.getFirst().offset();
    if (isOn && first == followed.offset()) {
      return;
    }
    boolean isAhead = isOn && first < followed.offset();
    drop();
    if (followed.offset() < taken) {
      pausedUntilNanos = System.nanoTime() + pauses.noRoom().toNanos();
    }
    isUnchecked |= !isAhead;
    goal = isOn ? goal : -1;
    moves++;
    next = followed;
    isOn = true;
    changed.signalAll();
  }

  private void drop() {
    held.clear();
    heldBytes = 0;
  }

  private static long bytes(Message message) {
    return MESSAGE_BYTES + message.content().length();
  }

  /** For the reader: waits while nothing is to be read; null once closed. */
  @Nullable Place next() throws InterruptedException {
    lock.lock();
    try {
      while (!isClosed) {
        long pause = pausedUntilNanos - System.nanoTime();
        if (!isOn || heldBytes >= HELD_BYTES_MAX) {
          changed.await();
        } else if (pause > 0) {
          changed.awaitNanos(pause);
        } else {
          return new Place(next, isUnchecked, goal >= 0, moves);
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** For the reader: whether it is still to read there, and has not been closed. */
  boolean isCurrent(Place place) {
    lock.lock();
    try {
      return place.move() == moves && !isClosed;
    } finally {
      lock.unlock();
    }
  }

  /** For the reader: it knows the log's end. */
  void found(long end) {
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

  /** For the reader: it has read, what may be nothing. */
  void took(Place place, List<Message> read) {
    boolean isAwaited;
    lock.lock();
    try {
      if (place.move() != moves) {
        // Others have taken in what was read.
        return;
      }
      isUnchecked = false;
      isReachable = true;
      isAwaited = held.isEmpty() && !read.isEmpty();
      for (Message message : read) {
        held.add(message);
        heldBytes += bytes(message);
      }
      if (!read.isEmpty()) {
        Message last = read.getLast();
        next = new LogRecord.FollowedTo(last.offset() + 1, last.crc());
      }
      lastEnd = Math.max(lastEnd, next.offset());
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

  /** For the reader: the log cannot be reached now, and may have lost something by then. */
  void unreachable() {
    lock.lock();
    try {
      isReachable = false;
      isUnchecked = true;
    } finally {
      lock.unlock();
    }
  }

  /** For the reader: it reads nothing more. */
  void fail(Exception e) {
    lock.lock();
    try {
      failure = e;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    arrived.run();
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
    reader.end();
  }
}
