package loteria.ledger.replication;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * By how much this machine's clock differs from that of the machine that keeps the log, at least:
 * what is appended is stamped there after it was sent and before that is known here. Nothing
 * depends on it; people are shown it. Safe for use by several threads.
 */
public final class ClockDifference {
  /** Guarded by this, as is all below. */
  private boolean isKnown;

  private long aheadMs;

  /** This machine's clock less the time since some moment: it changes when the clock is set. */
  private long clockBaseMs;

  /** Nothing has been appended. */
  public ClockDifference() {}

  /**
   * A message has been appended. Times are in milliseconds since 1970.
   *
   * @param sentMs this machine's clock before the message was sent
   * @param stampMs the other clock when it was appended
   * @param knownMs this machine's clock once that was known
   * @param knownNanos the same moment, as {@link System#nanoTime()}
   */
  public synchronized void appended(long sentMs, long stampMs, long knownMs, long knownNanos) {
    aheadMs = Math.max(sentMs - stampMs, Math.min(knownMs - stampMs, 0));
    clockBaseMs = knownMs - TimeUnit.NANOSECONDS.toMillis(knownNanos);
    isKnown = true;
  }

  /**
   * By how many milliseconds this clock is ahead of the other, or behind it if that is negative: at
   * least, and 0 where they may agree. As the last message showed, unless this clock was set since.
   *
   * @param nowMs this machine's clock
   * @param nowNanos the same moment, as {@link System#nanoTime()}
   * @return null where nothing has been appended
   */
  public synchronized @Nullable Long aheadMs(long nowMs, long nowNanos) {
    long setBy = nowMs - TimeUnit.NANOSECONDS.toMillis(nowNanos) - clockBaseMs;
    return isKnown ? Long.valueOf(aheadMs + (Math.abs(setBy) > 1 ? setBy : 0)) : null;
  }
}
