package loteria.ledger.commit;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import loteria.ipc.message.Bytes;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.replication.ReplicatedLog.Message;
import loteria.ledger.state.DamagedLogException;

/** Appends this process's messages to the replicated log. Used by the ledger's thread. */
final class MessageAppender {
  /** More orders are waited for during this part of what an append takes, at most. */
  private static final int GATHER_PART = 3;

  private static final long GATHER_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(20);

  private final ReplicatedLog log;
  private final int ledger;
  private final WaitForOthers others;

  /** The offset behind the last message; -1 where there is none, or it was not confirmed. */
  private long next = -1;

  /** How long the last append took. */
  private long nanos;

  /**
   * @param log only appended to
   * @param ledger the tag that all messages have
   */
  MessageAppender(ReplicatedLog log, int ledger, WaitForOthers others) {
    this.log = log;
    this.ledger = ledger;
    this.others = others;
  }

  /**
   * A message that is in the log.
   *
   * @param isBehindOwn whether the one right before it is this process's last, which the log still
   *     had when it took this one
   */
  record Appended(Message message, boolean isBehindOwn) {
    long offset() {
      return message.offset();
    }
  }

  /**
   * Appends a message.
   *
   * @param read the offset up to which the log has been read
   */
  Appended append(List<Order> orders, long read) throws IOException {
    byte[] content = OrderMessage.encode(ledger, orders);
    long due = next;
    next = -1;
    long begin = System.nanoTime();
    long offset = others.get(() -> log.append(content));
    nanos = System.nanoTime() - begin;
    if (offset < read) {
      throw new DamagedLogException(
          String.format(
              Locale.ROOT,
              "the replicated log has taken a message at offset %d and had been read up to offset"
                  + " %d: it has lost messages",
              offset,
              read - 1));
    }
    next = offset + 1;
    return new Appended(new Message(offset, Bytes.of(content)), offset == due);
  }

  /**
   * Appends an empty message, which shows whether the log has what was read of it.
   *
   * @param read the offset up to which it has been read
   * @throws DamagedLogException when it has lost some of that
   */
  void prove(long read) throws IOException {
    append(List.of(), read);
  }

  /** As {@link CommitEngine#gatherNanos}. */
  long gatherNanos() {
    return Math.min(nanos / GATHER_PART, GATHER_NANOS_MAX);
  }
}
