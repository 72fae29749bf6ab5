package loteria.ledger.commit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import loteria.ledger.replication.ReplicatedLog.Message;

/** Messages that a {@link MessageFeed} has read and nobody has taken, which guards them. */
final class HeldMessages {
  private static final long BYTES_MAX = 8 << 20;

  /** What a message takes besides its content: many have little. */
  private static final long MESSAGE_BYTES = 128;

  private final Deque<Message> messages = new ArrayDeque<>();
  private long bytes;

  boolean isEmpty() {
    return messages.isEmpty();
  }

  /** Whether nothing more is to be read ahead. */
  boolean isFull() {
    return bytes >= BYTES_MAX;
  }

  /** The first; there must be one. */
  Message first() {
    return messages.getFirst();
  }

  void add(Message message) {
    messages.add(message);
    bytes += bytes(message);
  }

  void removeFirst() {
    bytes -= bytes(messages.removeFirst());
  }

  void removeBefore(long offset) {
    while (!messages.isEmpty() && messages.getFirst().offset() < offset) {
      removeFirst();
    }
  }

  /** All of them, in order: they are held no longer. */
  List<Message> takeAll() {
    List<Message> all = List.copyOf(messages);
    drop();
    return all;
  }

  void drop() {
    messages.clear();
    bytes = 0;
  }

  private static long bytes(Message message) {
    return MESSAGE_BYTES + message.content().length();
  }
}
