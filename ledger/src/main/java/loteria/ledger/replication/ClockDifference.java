package loteria.ledger.replication;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * By how much this machine's clock differs from that of the machine that keeps the log, at least:
 * what is appended is stamped there after it was sent and before that is known here. Nothing
 * depends on it; people are shown it. Safe for use by several threads.
 */
public final class ClockDifference {
  /**
   * An append that takes longer shows nothing: so what is shown is at most that much too little.
   */
  private static final long APPEND_MS_MAX = 500;

  private final AtomicReference<@Nullable Long> untaken = new AtomicReference<>();

  /** Nothing has been appended. */
  public ClockDifference() {}

  /**
   * A message has been appended. Times are in milliseconds since 1970, each rounded down.
   *
   * @param sentMs this machine's clock before the message was sent
   * @param stampMs the other clock when it was appended
   * @param knownMs this machine's clock once that was known
   */
  public void appended(long sentMs, long stampMs, long knownMs) {
    long tookMs = knownMs - sentMs;
    if (tookMs >= 0 && tookMs <= APPEND_MS_MAX) {
      long leastMs = sentMs - stampMs - 1;
      long mostMs = knownMs - stampMs + 1;
      untaken.set(Math.max(leastMs, Math.min(mostMs, 0)));
    }
  }

  /**
   * By how many milliseconds this clock is ahead of the other, or behind it if that is negative: at
   * least, and 0 where they may agree.
   *
   * @return null where no append has shown it since this was asked last
   */
  public @Nullable Long takeAheadMs() {
    return untaken.getAndSet(null);
  }
}
