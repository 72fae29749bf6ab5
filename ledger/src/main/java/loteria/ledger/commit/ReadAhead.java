package loteria.ledger.commit;

import java.util.List;
import loteria.ledger.commit.FeedReader.Place;
import loteria.ledger.replication.ReplicatedLog.Message;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.state.LogRecord;

/**
 * What a {@link MessageFeed} has read ahead, where it reads next, and how far its process is.
 * Guarded by the feed's lock.
 *
 * <pre>
 *   ──────────────────┬───────────────────────────┬─────────────────────────────▶ offsets
 *       taken in      │ held: read, and not taken │ next: is read next
 *   ──────────────────┴───────────────────────────┴───────────────
 *   or, where the last were this process's own:
 *   ──────────────────────────────────┬──────────────────────────┬──────────────▶
 *       taken in                      │ passed: taken, not read  │ is read behind
 *   ──────────────────────────────────┴──────────────────────────┴
 *                                     └ next
 * </pre>
 */
final class ReadAhead {
  private final HeldMessages held = new HeldMessages();
  private final PassedMessages passed = new PassedMessages();

  /** The offset that is read next, and the CRC of the message before. */
  private LogRecord.FollowedTo next = new LogRecord.FollowedTo(0, 0);

  /** The offset behind the last message that was taken, whatever became of it. */
  private long taken;

  /** Whether the message before the next may be another: where it began, or could not be read. */
  private boolean isUnchecked;

  /** How often it was given another offset. */
  private int moves;

  LogRecord.FollowedTo next() {
    return next;
  }

  long taken() {
    return taken;
  }

  /** Whether no message is held. */
  boolean isEmpty() {
    return held.isEmpty();
  }

  /** Whether nothing more is to be read before some of it is taken. */
  boolean isFull() {
    return held.isFull();
  }

  /** Whether messages were passed which are yet to be read. */
  boolean hasPassed() {
    return !passed.isEmpty();
  }

  /** How many messages in a row were passed. */
  int passedInRow() {
    return passed.inRow();
  }

  /** The offset of what is to be taken next, where all before an offset is taken in. */
  long due(long followed) {
    held.removeBefore(followed);
    return held.isEmpty() ? passed.end(next.offset()) : held.first().offset();
  }

  /** Where to read next. */
  Place place(boolean isEndKnown) {
    return new Place(next, isUnchecked, isEndKnown, moves);
  }

  /** Whether it is still read there. */
  boolean isAt(Place place) {
    return place.move() == moves;
  }

  boolean isUnchecked() {
    return isUnchecked;
  }

  /** The log may have lost something. */
  void doubt() {
    isUnchecked = true;
  }

  /**
   * It is read elsewhere.
   *
   * @param isChecked whether the message before is known to be the one that is there
   */
  void goTo(LogRecord.FollowedTo followed, boolean isChecked) {
    drop();
    next = followed;
    isUnchecked |= !isChecked;
    moves++;
  }

  /** What is held is not needed. */
  void drop() {
    held.drop();
    passed.forget();
  }

  /**
   * These have been read next.
   *
   * @throws DamagedLogException when one is not what was passed
   */
  void add(List<Message> read) throws DamagedLogException {
    isUnchecked = false;
    for (Message message : read) {
      if (!passed.remove(message)) {
        held.add(message);
      }
    }
    if (!read.isEmpty()) {
      Message last = read.getLast();
      next = new LogRecord.FollowedTo(last.offset() + 1, last.crc());
    }
  }

  /** Takes all that is held. */
  List<Message> take() {
    List<Message> messages = held.takeAll();
    if (!messages.isEmpty()) {
      taken = messages.getLast().offset() + 1;
      passed.endRow();
    }
    return messages;
  }

  /**
   * Takes a message instead of the one that is to be taken next.
   *
   * @param own of its offset; of this process
   * @return false where too many have been passed
   * @throws DamagedLogException when that has been read, and is another
   */
  boolean pass(Message own) throws DamagedLogException {
    if (passed.isFull()) {
      return false;
    }
    if (held.isEmpty()) {
      passed.add(own);
    } else {
      passed.add(own, held.first());
      held.removeFirst();
    }
    taken = own.offset() + 1;
    return true;
  }
}
