package loteria.ledger.replication;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.Bytes;

/**
 * Appends to a replicated log and waits while that cannot be reached: then a message may be there
 * more than once.
 */
public final class LogAppender {
  private static final ActionLog LOG = new ActionLog(LogAppender.class);
  private static final int TRIES_PER_LINE = 5;

  private final ReplicatedLog log;
  private final long retryMillis;

  /**
   * @param retryMillis how long to wait before another try
   */
  public LogAppender(ReplicatedLog log, long retryMillis) {
    this.log = log;
    this.retryMillis = retryMillis;
  }

  /** The log itself. */
  public ReplicatedLog log() {
    return log;
  }

  /** Appends a message; returns the offset of one that is confirmed. */
  public long append(byte[] message) throws IOException {
    for (int tries = 0; ; tries++) {
      try {
        return log.append(message);
      } catch (UnavailableException e) {
        await(tries, e);
      }
    }
  }

  /**
   * Appends a message that is to be the next one.
   *
   * @return whether it is at the offset
   */
  public boolean appendAt(long offset, byte[] message) throws IOException {
    for (int tries = 0; ; tries++) {
      try {
        if (log.end() > offset) {
          return isAt(offset, message);
        }
        log.append(message);
      } catch (UnavailableException e) {
        await(tries, e);
      }
    }
  }

  /** Whether a message is the one at an offset, where there is one. */
  private boolean isAt(long offset, byte[] message) throws IOException {
    List<ReplicatedLog.Message> read = log.read(offset, log.timeout());
    if (read.isEmpty()) {
      throw new UnavailableException("offset " + offset + " cannot be read now");
    }
    return read.getFirst().offset() == offset
        && read.getFirst().content().equals(Bytes.of(message));
  }

  private void await(int tries, UnavailableException e) throws IOException {
    if (tries % TRIES_PER_LINE == 0) {
      LOG.warn("replicated_log", "error", e.getMessage());
    }
    try {
      TimeUnit.MILLISECONDS.sleep(retryMillis);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }
}
