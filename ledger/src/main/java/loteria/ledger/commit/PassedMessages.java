package loteria.ledger.commit;

import java.util.ArrayDeque;
import java.util.Deque;
import loteria.ledger.replication.ReplicatedLog.Message;
import loteria.ledger.state.DamagedLogException;

/**
 * A process's own messages that were decided before they were read back, and are compared when they
 * are. Guarded by the lock of the {@link MessageFeed} that reads them.
 */
final class PassedMessages {
  /** So many are decided at most before the first of them is read. */
  private static final int MAX = 1024;

  /** What is compared: the bytes themselves would take much memory. */
  private record Passed(long offset, int crc) {}

  private final Deque<Passed> unread = new ArrayDeque<>();

  private int inRow;

  boolean isEmpty() {
    return unread.isEmpty();
  }

  boolean isFull() {
    return unread.size() >= MAX;
  }

  /** How many were passed since a message had to be read first. */
  int inRow() {
    return inRow;
  }

  /** A message had to be read first. */
  void endRow() {
    inRow = 0;
  }

  /** The offset behind the last one that has not been read; another where there is none. */
  long end(long other) {
    return unread.isEmpty() ? other : unread.getLast().offset() + 1;
  }

  /** A message was passed which is yet to be read. */
  void add(Message own) {
    unread.add(new Passed(own.offset(), own.crc()));
    inRow++;
  }

  /** A message was passed which had just been read. */
  void add(Message own, Message read) throws DamagedLogException {
    check(new Passed(own.offset(), own.crc()), read);
    inRow++;
  }

  /** They are not read where reading continues. */
  void forget() {
    unread.clear();
  }

  /**
   * Whether a message that has been read next is one of them.
   *
   * @throws DamagedLogException when another one is where it was
   */
  boolean remove(Message read) throws DamagedLogException {
    Passed passed = unread.poll();
    if (passed == null) {
      return false;
    }
    check(passed, read);
    return true;
  }

  private static void check(Passed passed, Message read) throws DamagedLogException {
    if (passed.offset() != read.offset() || passed.crc() != read.crc()) {
      throw new DamagedLogException(
          "the replicated log has another message at offset "
              + passed.offset()
              + " than this server has appended there");
    }
  }
}
