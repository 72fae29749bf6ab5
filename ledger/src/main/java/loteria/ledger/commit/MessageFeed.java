package loteria.ledger.commit;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import loteria.ledger.commit.FeedReader.Place;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.replication.ReplicatedLog.Message;
import loteria.ledger.state.DamagedLogException;
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
  private final Runnable arrived;
  private final FeedReader reader;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by {@link #lock}, as is all below. */
  private final ReadAhead ahead = new ReadAhead();

  private final FeedSchedule schedule;
  private final KnownEnd end = new KnownEnd();
  private boolean isClosed;
  private @Nullable Exception failure;

  /**
   * @param log its own from now on, but for appending
   * @param arrived called on the feed's thread when there is something to take, and had not been
   */
  MessageFeed(ReplicatedLog log, FeedPauses pauses, Runnable arrived) {
    this.arrived = arrived;
    this.schedule = new FeedSchedule(pauses);
    this.reader = new FeedReader(log, this, pauses.retry());
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
      return new Position(Math.max(ahead.next().offset(), end.last()), end.isReachable());
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
   * @throws loteria.ledger.state.DamagedLogException when the log has another message than it had
   * @throws IOException when nothing can be read any more for another reason
   * @throws IllegalStateException when the reader failed
   */
  List<Message> take(LogRecord.FollowedTo followed, boolean isAsked, long nanos)
      throws IOException {
    lock.lock();
    try {
      if (!schedule.isOnFor(isAsked)) {
        return List.of();
      }
      goTo(followed);
      schedule.takes(isAsked);
      if (nanos > 0 && ahead.isEmpty()) {
        schedule.endRest();
        changed.signalAll();
      }
      long left = nanos;
      boolean wasKnown = end.isKnown();
      while (ahead.isEmpty() && failure == null && left > 0 && end.isKnown() == wasKnown) {
        left = changed.awaitNanos(left);
      }
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof IOException e) {
        throw e;
      }
      List<Message> messages = ahead.take();
      changed.signalAll();
      return messages;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      schedule.taken(isAsked);
      lock.unlock();
    }
  }

  /**
   * Takes a message of this process instead of what is read at its offset: the log has confirmed
   * both it and the one of this process that is right before it. It is read later, with others, and
   * compared.
   *
   * @param followed as when messages are taken
   * @return whether it is taken; not where it must be read first, because it is not the next, or
   *     because of doubt whether the log is still the one that was read
   * @throws DamagedLogException when the log has another message there
   */
  boolean pass(LogRecord.FollowedTo followed, Message own) throws DamagedLogException {
    lock.lock();
    try {
      long due = ahead.due(followed.offset());
      boolean isNext = own.offset() == followed.offset() && own.offset() == due;
      boolean isKnown = schedule.isOn() && !ahead.isUnchecked() && failure == null;
      if (!isNext || !isKnown || !ahead.pass(own)) {
        return false;
      }
      end.hasAtLeast(ahead.taken());
      schedule.passed(ahead.passedInRow());
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether it has nothing to read now, or, if it does not rest, has read all that there is. */
  boolean isAtRest(boolean hasReadAll) {
    lock.lock();
    try {
      return end.isEarly() || (schedule.isRestDue() ? schedule.isRestTaken() : hasReadAll);
    } finally {
      lock.unlock();
    }
  }

  /** Whether the log seems to end before what was read of it, when that was last looked at. */
  boolean seemsToEndEarly() {
    lock.lock();
    try {
      return end.isEarly();
    } finally {
      lock.unlock();
    }
  }

  /** Whether all that was in the log when reading began has been read, and taken in. */
  boolean isLevel(long followed) {
    lock.lock();
    try {
      return schedule.isOn() && end.isReached(followed) && followed >= ahead.taken();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Others of this machine may have taken in what is held here, and more, of the same log; or what
   * was taken before was not taken in.
   */
  private void goTo(LogRecord.FollowedTo followed) {
    boolean isOn = schedule.isOn();
    long first = ahead.due(followed.offset());
    if (isOn && first == followed.offset()) {
      return;
    }
    if (followed.offset() < ahead.taken()) {
      schedule.noRoom();
    }
    if (!isOn) {
      end.forget();
    }
    ahead.goTo(followed, isOn && first < followed.offset());
    schedule.begin();
    changed.signalAll();
  }

  /** For the reader: waits while nothing is to be read; null once closed. */
  @Nullable Place next() throws InterruptedException {
    lock.lock();
    try {
      while (!isClosed) {
        long pause = ahead.isFull() ? Long.MAX_VALUE : schedule.takePauseNanos();
        if (pause <= 0) {
          return ahead.place(end.isKnown());
        }
        changed.awaitNanos(pause);
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
      return ahead.isAt(place) && !isClosed;
    } finally {
      lock.unlock();
    }
  }

  /** For the reader: it knows the log's end. */
  void found(long offset) {
    lock.lock();
    try {
      end.found(offset);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * For the reader: it has read, what may be nothing.
   *
   * @throws DamagedLogException when a message is another than was appended
   */
  void took(Place place, List<Message> read) throws DamagedLogException {
    boolean isAwaited;
    lock.lock();
    try {
      if (!ahead.isAt(place)) {
        // Others have taken in what was read.
        return;
      }
      schedule.read();
      boolean wasEmpty = ahead.isEmpty();
      ahead.add(read);
      isAwaited = wasEmpty && !ahead.isEmpty();
      end.reached(ahead.next().offset());
      if (!ahead.hasPassed() && schedule.endIfLeft()) {
        ahead.drop();
        end.forget();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (isAwaited) {
      arrived.run();
    }
  }

  /** For the reader: the log cannot be read now, and may have lost something by then. */
  void unreachable(boolean isEarly) {
    lock.lock();
    try {
      end.unreachable(isEarly);
      ahead.doubt();
      changed.signalAll();
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
