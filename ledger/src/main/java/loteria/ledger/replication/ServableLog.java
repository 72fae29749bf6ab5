package loteria.ledger.replication;

import java.io.IOException;
import java.util.List;
import loteria.ledger.replication.ReplicatedLog.Message;

/** Whether a server may begin on a replicated log. */
public final class ServableLog {
  /** So many messages may have come behind the one that ends a log: of servers that ran then. */
  private static final int BEHIND_END_MAX = 32;

  private ServableLog() {}

  /**
   * Checks that the import is complete with which a log begins, and that its ledger has not moved.
   *
   * @param first what it begins with
   * @throws NotServedException when it is not, or has
   * @throws UnavailableException when that cannot be found out now
   */
  public static void check(ReplicatedLog log, LogBeginning first) throws IOException {
    if (!isComplete(log, first)) {
      throw new NotServedException(
          "the import with which this log begins has not ended: wait for it; or, if it does not run"
              + " any more, delete the topic and import again");
    }
    long end = log.end();
    long from = Math.max(0, end - BEHIND_END_MAX);
    while (from < end) {
      for (Message message : read(log, from)) {
        LogMove move = LogMove.endOf(first.tag(), message);
        if (move != null) {
          throw move.exception();
        }
        from = message.offset() + 1;
      }
    }
  }

  /** Whether all that a log begins with is there: the import, if it does with one. */
  public static boolean isComplete(ReplicatedLog log, LogBeginning first) throws IOException {
    if (first.imported() == 0) {
      return true;
    }
    long end = log.end();
    for (long at = first.imported(); at < end; ) {
      for (Message message : read(log, at)) {
        if (first.completion().equals(LogBeginning.read(message.content()))) {
          return true;
        }
        at = message.offset() + 1;
      }
    }
    return false;
  }

  /** Messages that are there. */
  private static List<Message> read(ReplicatedLog log, long offset) throws IOException {
    long deadline = System.nanoTime() + log.timeout().toNanos();
    List<Message> read = log.read(offset, log.timeout());
    while (read.isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        throw new UnavailableException("offset " + offset + " cannot be read now");
      }
      read = log.read(offset, log.timeout());
    }
    return read;
  }
}
